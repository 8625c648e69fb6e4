package com.kisum.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Both clocks of the adapter, moved by hand. */
final class SettableClock implements InstantSource, LongSupplier {
    private final Instant start;
    private volatile Duration passed = Duration.ZERO;

    SettableClock(Instant start) {
        this.start = start;
    }

    void pass(Duration more) {
        passed = passed.plus(more);
    }

    @Override
    public Instant instant() {
        return start.plus(passed);
    }

    @Override
    public long getAsLong() {
        return passed.toNanos();
    }
}
