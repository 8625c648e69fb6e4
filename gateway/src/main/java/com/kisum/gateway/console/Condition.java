package com.kisum.gateway.console;

import com.kisum.gateway.record.DecisionFeed;
import com.kisum.gateway.route.CurrentPolicy;
import com.kisum.gateway.route.Policies;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How is this gateway, and how are those that it stands on? Read from what is measured anyway, so that the page and the alerts cannot
 * disagree.
 */
final class Condition {
    private final Policies policies;
    private final PolicyHistory history;
    private final CircuitBreakerRegistry breakers;
    private final MeterRegistry meters;
    private final DecisionFeed feed;
    private final InstantSource clock;
    private final Duration maxStaleness;
    private final Instant startedAt;

    Condition(Policies policies, PolicyHistory history, CircuitBreakerRegistry breakers, MeterRegistry meters,
            DecisionFeed feed, InstantSource clock, Duration maxStaleness) {
        this.policies = policies;
        this.history = history;
        this.breakers = breakers;
        this.meters = meters;
        this.feed = feed;
        this.clock = clock;
        this.maxStaleness = maxStaleness;
        this.startedAt = clock.instant();
    }

    /** Everything of one moment; rates come of two of them. */
    record Shown(Instant now, Instant startedAt, Policy policy, Freshness freshness, Keys keys, List<Breaker> breakers,
            List<Calls> calls, List<Lookups> lookups, List<Held> held, Buffers buffers) {}

    /**
     * @param before the revision before this one; null where there was none since the start
     */
    record Policy(String revision, Instant loadedAt, @Nullable String before, PolicyHistory.@Nullable Edit lastEdit) {}

    /**
     * Whether Redis tells of changes.
     *
     * @param heartbeatSeconds since it proved that; null when it never did
     * @param maxStalenessSeconds how long that may be
     */
    record Freshness(@Nullable Double heartbeatSeconds, double maxStalenessSeconds, @Nullable Double primaries,
            @Nullable Double armed) {}

    /**
     * Auth's keys.
     *
     * @param ageSeconds null when none were read yet
     */
    record Keys(@Nullable Double ageSeconds, @Nullable Double toleranceSeconds) {}

    /**
     * @param state {@code closed} is how it should be
     * @param failurePercent of the last calls; null when there were too few
     */
    record Breaker(String name, String state, @Nullable Float failurePercent, long refused) {}

    /** How often something was asked, with which outcome, and for how long in all. */
    record Calls(String dependency, String call, String outcome, long count, double totalMillis) {}

    /** Lookups of access, by where they ended. */
    record Lookups(String tier, String outcome, long count) {}

    /** Facts in memory. */
    record Held(String kind, long number, long evictions) {}

    /** What waits, and what was lost. */
    record Buffers(long eventsDropped, long loads, long openStreams, int listeners) {}

    Shown shown() {
        CurrentPolicy policy = policies.get();
        return new Shown(clock.instant(), startedAt,
                new Policy(policy.revision(), policy.loadedAt(),
                        policies.before().map(CurrentPolicy::revision).orElse(null), history.lastEdit()),
                new Freshness(gauge("gateway.access.heartbeat.age"), maxStaleness.toNanos() / 1e9,
                        gauge("redis.primaries"), gauge("redis.tracking.armed")),
                new Keys(gauge("auth.jwks.age"), gauge("auth.jwks.tolerance")), breakers(),
                Stream.of("auth", "core", "redis").flatMap(this::calls).toList(), lookups(), held(),
                new Buffers(count("gateway.decision.events.dropped"), whole(gauge("gateway.access.loads")),
                        (long) find("gateway.streams.open").gauges().stream().mapToDouble(Gauge::value).sum(),
                        feed.listening()));
    }

    private List<Breaker> breakers() {
        return breakers.getAllCircuitBreakers().stream().sorted(Comparator.comparing(CircuitBreaker::getName))
                .map(breaker -> {
                    float failures = breaker.getMetrics().getFailureRate();
                    return new Breaker(breaker.getName(), breaker.getState().name().toLowerCase(Locale.ROOT),
                            failures < 0 ? null : failures, breaker.getMetrics().getNumberOfNotPermittedCalls());
                }).toList();
    }

    private Stream<Calls> calls(String dependency) {
        return find(dependency + ".calls").timers().stream().filter(timer -> timer.count() > 0)
                .sorted(Comparator.comparing((Timer timer) -> tag(timer, "call"))
                        .thenComparing(timer -> tag(timer, "outcome")))
                .map(timer -> new Calls(dependency, tag(timer, "call"), tag(timer, "outcome"), timer.count(),
                        timer.totalTime(TimeUnit.MILLISECONDS)));
    }

    private List<Lookups> lookups() {
        return find("gateway.access.lookups").counters().stream()
                .sorted(Comparator.comparing((Counter counter) -> tag(counter, "tier"))
                        .thenComparing(counter -> tag(counter, "outcome")))
                .map(counter -> new Lookups(tag(counter, "tier"), tag(counter, "outcome"), (long) counter.count()))
                .toList();
    }

    private List<Held> held() {
        return find("gateway.access.held").gauges().stream().sorted(Comparator.comparing(gauge -> tag(gauge, "kind")))
                .map(gauge -> new Held(tag(gauge, "kind"), (long) gauge.value(), evictions(tag(gauge, "kind"))))
                .toList();
    }

    private long evictions(String kind) {
        FunctionCounter evictions = find("gateway.access.evictions").tag("kind", kind).functionCounter();
        return evictions == null ? 0 : (long) evictions.count();
    }

    private long count(String name) {
        return (long) find(name).counters().stream().mapToDouble(Counter::count).sum();
    }

    /** Null when it is not measured, or there is nothing to measure yet. */
    private @Nullable Double gauge(String name) {
        Gauge gauge = find(name).gauge();
        return gauge == null || Double.isNaN(gauge.value()) ? null : gauge.value();
    }

    private static long whole(@Nullable Double value) {
        return value == null ? 0 : value.longValue();
    }

    private Search find(String name) {
        return meters.find(name);
    }

    private static String tag(Meter meter, String key) {
        String value = meter.getId().getTag(key);
        return value == null ? "" : value;
    }
}
