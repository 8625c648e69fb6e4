package com.kisum.sandbox.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Has someone guessed at this account's password too often? Failures count per account, not per address, so that the logins of
 * many people through one gateway do not hinder each other. A success forgets the failures.
 *
 * <p>Names that nobody has are counted like accounts, so that the count does not tell them apart, but they push out each other only:
 * of names there is no end, and whoever made up ten thousand of them would be free to guess on at an account.
 */
final class LoginAttempts {
    static final int MOST_FAILURES = 10;
    static final Duration WINDOW = Duration.ofMinutes(5);
    static final int MOST_NAMES = 10_000;

    private final InstantSource clock;
    private final Map<String, Failures> ofAccounts = new HashMap<>();
    private final SequencedMap<String, Failures> ofNames = new LinkedHashMap<>();

    LoginAttempts(InstantSource clock) {
        this.clock = clock;
    }

    private record Failures(int count, Instant first) {}

    /**
     * An attempt counts as failed from its beginning, so that many at once are not all the first. Nothing to wait for means that it
     * may be made.
     *
     * @param exists whether somebody has that account
     */
    synchronized Optional<Duration> toWaitFor(String account, boolean exists) {
        Map<String, Failures> failures = exists ? ofAccounts : ofNames;
        Instant now = clock.instant();
        Failures known = failures.get(key(account));
        if (known == null || !now.isBefore(known.first().plus(WINDOW))) {
            known = new Failures(0, now);
        }
        if (known.count() >= MOST_FAILURES) {
            return Optional.of(Duration.between(now, known.first().plus(WINDOW)));
        }
        failures.put(key(account), new Failures(known.count() + 1, known.first()));
        if (ofNames.size() > MOST_NAMES) {
            ofNames.pollFirstEntry();
        }
        return Optional.empty();
    }

    synchronized void succeeded(String account) {
        ofAccounts.remove(key(account));
    }

    private static String key(String account) {
        return account.toLowerCase(Locale.ROOT);
    }
}
