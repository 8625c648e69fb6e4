package com.kisum.sandbox.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Has someone guessed at this account's password too often? Failures count per account, not per address, so that the logins of
 * many people through one gateway do not hinder each other. A success forgets the failures.
 */
final class LoginAttempts {
    static final int MOST_FAILURES = 10;
    static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int MOST_ACCOUNTS = 10_000;

    private final InstantSource clock;
    private final SequencedMap<String, Failures> failures = new LinkedHashMap<>();

    LoginAttempts(InstantSource clock) {
        this.clock = clock;
    }

    private record Failures(int count, Instant first) {}

    /**
     * An attempt counts as failed from its beginning, so that many at once are not all the first. Nothing to wait for means that it
     * may be made.
     */
    synchronized Optional<Duration> toWaitFor(String account) {
        Instant now = clock.instant();
        Failures known = failures.get(key(account));
        if (known == null || !now.isBefore(known.first().plus(WINDOW))) {
            known = new Failures(0, now);
        }
        if (known.count() >= MOST_FAILURES) {
            return Optional.of(Duration.between(now, known.first().plus(WINDOW)));
        }
        failures.put(key(account), new Failures(known.count() + 1, known.first()));
        if (failures.size() > MOST_ACCOUNTS) {
            failures.pollFirstEntry();
        }
        return Optional.empty();
    }

    synchronized void succeeded(String account) {
        failures.remove(key(account));
    }

    private static String key(String account) {
        return account.toLowerCase(Locale.ROOT);
    }
}
