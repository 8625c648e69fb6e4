package com.kisum.sandbox.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
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

    synchronized boolean exhausted(String account) {
        Failures known = failures.get(key(account));
        return known != null && known.count() >= MOST_FAILURES && clock.instant().isBefore(known.first().plus(WINDOW));
    }

    synchronized void failed(String account) {
        Instant now = clock.instant();
        failures.merge(key(account), new Failures(1, now), (known, one) -> now.isBefore(known.first().plus(WINDOW))
                ? new Failures(known.count() + 1, known.first())
                : one);
        if (failures.size() > MOST_ACCOUNTS) {
            failures.pollFirstEntry();
        }
    }

    synchronized void succeeded(String account) {
        failures.remove(key(account));
    }

    private static String key(String account) {
        return account.toLowerCase(Locale.ROOT);
    }
}
