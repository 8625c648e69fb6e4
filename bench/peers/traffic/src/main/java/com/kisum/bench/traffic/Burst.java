package com.kisum.bench.traffic;

/** What came of sending for a while: how many answers, how many of them not the one expected, and how long they took. */
record Burst(long answers, long failures, double seconds, double p50Millis, double p99Millis,
        double cpuMicrosPerRequest) {
    double perSecond() {
        return answers / seconds;
    }
}
