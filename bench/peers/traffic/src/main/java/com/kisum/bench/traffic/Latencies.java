package com.kisum.bench.traffic;

/** How long did answers take? Counted by microsecond; whatever takes longer than two seconds is counted as that. */
final class Latencies {
    private final int[] byMicros = new int[2_000_001];
    private long count;

    void add(long nanos) {
        byMicros[(int) Math.min(nanos / 1_000, byMicros.length - 1)]++;
        count++;
    }

    long count() {
        return count;
    }

    double millisOf(double share) {
        long left = (long) Math.ceil(count * share);
        for (int micros = 0; micros < byMicros.length; micros++) {
            left -= byMicros[micros];
            if (left <= 0) {
                return micros / 1_000.0;
            }
        }
        return byMicros.length / 1_000.0;
    }
}
