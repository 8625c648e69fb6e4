package com.kisum.gateway.fact;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long do changes take until they are enforced? Remembers, for what was barred and is not replaced yet, since when, and
 * when the first request met it. Stands apart from what is held, because few of the held are ever waiting for this; bounded, because it only
 * measures.
 */
final class Enforcement<K> {
    private static final int MOST = 10_000;

    private final Cache<K, Barred> waiting = Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();
    private final FactMeters meters;
    private final LongSupplier clock;

    private record Barred(long at, @Nullable Long met) {
        Barred metAt(long now) {
            return met == null ? new Barred(at, now) : this;
        }
    }

    Enforcement(FactMeters meters, LongSupplier clock) {
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * It may have changed, and decides no more until that is known.
     *
     * @param waitedFor whether a request asks for it at the moment, and meets this at once
     */
    void barred(K key, boolean waitedFor) {
        long now = clock.getAsLong();
        waiting.asMap().putIfAbsent(key, new Barred(now, waitedFor ? now : null));
    }

    /** A request could not be decided by it. */
    void met(K key) {
        waiting.asMap().computeIfPresent(key, (_, known) -> known.metAt(clock.getAsLong()));
    }

    /** It had not changed, or is not held any more. */
    void over(K key) {
        waiting.invalidate(key);
    }

    /**
     * @param waitedFor whether a request asks for it at the moment: then it has met the change by now
     */
    void replaced(K key, Pointer pointer, long from, long to, boolean waitedFor) {
        long now = clock.getAsLong();
        Barred known = waiting.asMap().remove(key);
        Long met = known == null || known.met() == null ? atOnce(now, waitedFor) : known.met();
        meters.enforced(new Enforced(pointer, from, to, known != null, known == null ? now : known.at(), met, now));
    }

    private static @Nullable Long atOnce(long now, boolean waitedFor) {
        return waitedFor ? now : null;
    }
}
