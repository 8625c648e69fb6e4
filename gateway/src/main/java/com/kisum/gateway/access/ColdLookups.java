package com.kisum.gateway.access;

import com.kisum.policy.access.UserId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * May this user make us ask about yet another company of which nothing is held? So many in a second: a million {@code x-org} by one login
 * must not become a million questions to Auth.
 *
 * <p>What was counted is forgotten with its second. So there are never more users here than can come within one, and those who are held
 * warm cost nothing here.
 */
final class ColdLookups {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AtomicReference<Second> latest;
    private final int perSecond;
    private final LongSupplier clock;

    /** One second, and how often each user has come in it. */
    private record Second(long number, Map<UserId, Integer> counted) {
        static Second of(long number) {
            return new Second(number, new ConcurrentHashMap<>());
        }
    }

    ColdLookups(int perSecond, LongSupplier clock) {
        this.perSecond = perSecond;
        this.clock = clock;
        this.latest = new AtomicReference<>(Second.of(numberNow()));
    }

    boolean tryOne(UserId user) {
        Second counting = now();
        Integer before = counting.counted().get(user);
        return (before == null || before < perSecond) && counting.counted().merge(user, 1, Integer::sum) <= perSecond;
    }

    private Second now() {
        long number = numberNow();
        Second known = latest.get();
        if (known.number() >= number) {
            return known;
        }
        Second next = Second.of(number);
        return latest.compareAndSet(known, next) ? next : latest.get();
    }

    private long numberNow() {
        return Math.floorDiv(clock.getAsLong(), SECOND);
    }
}
