package com.kisum.bench;

import com.kisum.policy.Decision;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does an allowed request cost, from a canonical path to a decision? The bar is held to these rows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class MatchAndDecide {
    @Param({"10", "1000", "10000"})
    int routes;

    @Param({"10", "500"})
    int permissions;

    @SuppressWarnings("NullAway.Init") // JMH sets it up
    private Traffic traffic;

    @Setup
    public void setUp() {
        traffic = Traffic.allowed(routes, permissions);
    }

    @Benchmark
    public Decision allowed() {
        return traffic.decideNext();
    }
}
