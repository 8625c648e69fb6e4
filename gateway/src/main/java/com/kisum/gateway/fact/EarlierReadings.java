package com.kisum.gateway.fact;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where was a pointer seen to stand by someone who did not find the fact, so that whoever loads it need not ask Redis again? A reading
 * comes with the watch that was begun before it, and whoever takes it goes on with that same watch: between the two there is no
 * moment at which a push could be missed. What was overtaken, or is older than {@code max-staleness}, is no reading any more.
 */
final class EarlierReadings<K> {
    private static final int MOST = 1_000;

    private final Cache<K, Earlier> left;
    private final LongSupplier clock;
    private final long maxStaleness;

    /**
     * @param begunNanos when the pointer was asked for
     */
    record Earlier(long version, long begunNanos, Watch watch) {}

    EarlierReadings(Duration maxStaleness, LongSupplier clock) {
        this.clock = clock;
        this.maxStaleness = maxStaleness.toNanos();
        this.left = Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(maxStaleness)
                .scheduler(Scheduler.systemScheduler()).executor(Runnable::run)
                .evictionListener((@Nullable K _, @Nullable Earlier gone, RemovalCause _) -> {
                    if (gone != null) {
                        gone.watch.close();
                    }
                }).build();
    }

    /** The watch is closed by whoever takes it, or when nobody does. */
    void leave(K key, Earlier reading) {
        Earlier before = left.asMap().put(key, reading);
        if (before != null) {
            before.watch.close();
        }
    }

    /** Whoever takes it closes its watch. */
    @Nullable
    Earlier take(K key) {
        Earlier found = left.asMap().remove(key);
        if (found != null && (found.watch.marks() > 0 || clock.getAsLong() - found.begunNanos >= maxStaleness)) {
            found.watch.close();
            return null;
        }
        return found;
    }
}
