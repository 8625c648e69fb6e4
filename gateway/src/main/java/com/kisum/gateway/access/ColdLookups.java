package com.kisum.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.kisum.policy.access.UserId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * May this user make us ask about yet another company of which nothing is held? So many in a second: a million {@code x-org} by one login
 * must not become a million questions to Auth.
 */
final class ColdLookups {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int MOST_USERS = 100_000;
    private static final int COUNT_BITS = 20;

    private final Cache<UserId, AtomicLong> seconds = Caffeine.newBuilder().maximumSize(MOST_USERS)
            .executor(Runnable::run).build();
    private final long perSecond;
    private final LongSupplier clock;

    ColdLookups(int perSecond, LongSupplier clock) {
        this.perSecond = Math.min(perSecond, (1 << COUNT_BITS) - 1);
        this.clock = clock;
    }

    boolean tryOne(UserId user) {
        AtomicLong counted = seconds.get(user, _ -> new AtomicLong());
        long second = Math.floorDiv(clock.getAsLong(), SECOND) << COUNT_BITS;
        long after = counted.updateAndGet(was -> (was >> COUNT_BITS) == (second >> COUNT_BITS) ? was + 1 : second + 1);
        if ((after & ((1 << COUNT_BITS) - 1)) <= perSecond) {
            return true;
        }
        counted.decrementAndGet();
        return false;
    }
}
