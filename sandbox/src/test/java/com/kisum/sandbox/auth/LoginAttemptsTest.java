package com.kisum.sandbox.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LoginAttemptsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2027-01-01T00:00:00Z"));
    private final LoginAttempts attempts = new LoginAttempts(now::get);

    @Test
    void letsNobodyGuessOnUntilTheWindowIsOver() {
        guess(LoginAttempts.MOST_FAILURES);
        now.set(now.get().plusSeconds(60));
        assertThat(attempts.toWaitFor("Cleo@acme.test", true)).contains(LoginAttempts.WINDOW.minusSeconds(60));
        now.set(now.get().plus(Duration.ofMinutes(4)));
        assertThat(attempts.toWaitFor("cleo@acme.test", true)).isEmpty();
    }

    @Test
    void forgetsWhatFailedOnceSomeoneGotIn() {
        guess(LoginAttempts.MOST_FAILURES - 1);
        attempts.succeeded("cleo@acme.test");
        guess(LoginAttempts.MOST_FAILURES);
    }

    @Test
    void leavesOthersAlone() {
        guess(LoginAttempts.MOST_FAILURES);
        assertThat(attempts.toWaitFor("ada@acme.test", true)).isEmpty();
    }

    @Test
    void namesThatNobodyHasPushNoAccountOut() {
        guess(LoginAttempts.MOST_FAILURES);
        for (int name = 0; name <= LoginAttempts.MOST_NAMES; name++) {
            assertThat(attempts.toWaitFor("nobody-" + name, false)).isEmpty();
        }
        assertThat(attempts.toWaitFor("cleo@acme.test", true)).isPresent();
    }

    private void guess(int times) {
        for (int guess = 0; guess < times; guess++) {
            assertThat(attempts.toWaitFor("cleo@acme.test", true)).as("guess %d", guess).isEmpty();
        }
    }
}
