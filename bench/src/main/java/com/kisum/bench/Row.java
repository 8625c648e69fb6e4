package com.kisum.bench;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/**
 * What did one benchmark with one choice of parameters come to?
 *
 * @param nanos the median of the measured iterations: a neighbour on the machine who wakes up during one iteration is
 *            not what a decision costs
 * @param slowest the slowest of them
 * @param quietest the median of the fork that was disturbed least: what two rows are compared by
 * @param bytes allocated per operation; not a number when nobody looked
 */
record Row(BenchmarkParams params, double nanos, double slowest, double quietest, double bytes) {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    static Row of(RunResult result) {
        Statistics nanos = result.getPrimaryResult().getStatistics();
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        return new Row(result.getParams(), nanos.getPercentile(50), nanos.getMax(), quietest(result),
                allocated == null ? Double.NaN : allocated.getScore());
    }

    private static double quietest(RunResult result) {
        return result.getBenchmarkResults().stream()
                .mapToDouble(fork -> fork.getPrimaryResult().getStatistics().getPercentile(50)).min()
                .orElse(Double.NaN);
    }

    /** The benchmark's method. */
    String name() {
        String name = params.getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** A parameter's value, or nothing when the benchmark has no such parameter. */
    String param(String key) {
        return params.getParamsKeys().contains(key) ? params.getParam(key) : "";
    }

    boolean isAsked(String benchmark, String key, String value) {
        return name().equals(benchmark) && param(key).equals(value);
    }

    String markdown() {
        String parsed = param("parsed").isEmpty() ? "" : "policies parsed " + param("parsed");
        String what = Stream.of(name(), param("verdict"), parsed).filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        String routes = param("routes").isEmpty() ? Integer.toString(SideBySide.POLICIES) : param("routes");
        return String.format(Locale.ROOT, "| %s | %s | %s | %,.0f | %,.0f | %,.0f | %,.0f |%n", what, routes,
                param("permissions"), quietest, nanos, slowest, bytes);
    }
}
