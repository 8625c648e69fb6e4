package com.kisum.gateway.record;

import org.jspecify.annotations.Nullable;

/** How long did most of them take? Counted in buckets that grow by a quarter at most: good enough to look at. */
final class Durations {
    private static final int PER_DOUBLING = 4;
    private static final int DOUBLINGS = 27; // a minute, in microseconds
    private final int[] buckets = new int[PER_DOUBLING * DOUBLINGS];
    private long count;

    void add(long micros) {
        buckets[bucket(micros)]++;
        count++;
    }

    /** What this share of them did not exceed; null when there were none. */
    @Nullable
    Long below(double share) {
        long wanted = (long) Math.ceil(count * share);
        long found = 0;
        for (int bucket = 0; bucket < buckets.length && count > 0; bucket++) {
            found += buckets[bucket];
            if (found >= wanted) {
                return end(bucket);
            }
        }
        return null;
    }

    private static int bucket(long micros) {
        if (micros < PER_DOUBLING) {
            return (int) Math.max(0, micros);
        }
        int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
        int quarter = (int) (micros >>> (doubling - 2)) & (PER_DOUBLING - 1);
        return Math.min((doubling - 1) * PER_DOUBLING + quarter, PER_DOUBLING * DOUBLINGS - 1);
    }

    /** The largest that falls into it. */
    private static long end(int bucket) {
        if (bucket < PER_DOUBLING) {
            return bucket;
        }
        int doubling = bucket / PER_DOUBLING + 1;
        return ((long) (PER_DOUBLING + bucket % PER_DOUBLING + 1) << (doubling - 2)) - 1;
    }
}
