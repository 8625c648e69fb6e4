package com.kisum.gateway.record;

import com.kisum.gateway.fact.FactCache;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one place where a request is written down: its decision event, and the metrics that come of it. */
public final class Recorder {
    private static final String NONE = "none";

    private static final Duration[] OBJECTIVES = {Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(25),
            Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(3)};

    private final DecisionLog log;
    private final MeterRegistry meters;
    private final Timer toDecide;
    private final BackendMeters backends;
    // Looking a meter up by its tags costs more than the decision it counts.
    private final Map<Counted, Counter> decisions = new ConcurrentHashMap<>();
    private final Map<Lookup, Counter> lookups = new ConcurrentHashMap<>();
    private final Map<String, Counter> failures = new ConcurrentHashMap<>();
    private final Map<String, Counter> denials = new ConcurrentHashMap<>();

    private record Counted(String route, DecisionEvent.Result result, String code) {}

    private record Lookup(DecisionEvent.AccessFrom tier, String outcome) {}

    public Recorder(DecisionLog log, MeterRegistry meters) {
        this.log = log;
        this.meters = meters;
        this.toDecide = Timer.builder("gateway.decide").description("From the request's arrival to its decision")
                .serviceLevelObjectives(OBJECTIVES).register(meters);
        this.backends = new BackendMeters(meters);
    }

    /** Once per request, when its answer's head is known. What fails here has written nothing. */
    public void record(DecisionEvent event) {
        decisions.computeIfAbsent(new Counted(event.route(), event.result(), orNone(event.code())), this::counter)
                .increment();
        log.add(event);
    }

    public void decided(long nanos) {
        toDecide.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void authenticationFailed(String kind) {
        failures.computeIfAbsent(kind,
                what -> Counter.builder("gateway.authentication.failures").description("Tokens that proved nobody")
                        .tag("kind", what.toLowerCase(Locale.ROOT)).register(meters))
                .increment();
    }

    public void permissionDenied(String module) {
        denials.computeIfAbsent(module, key -> Counter.builder("gateway.permission.denials")
                .description("Denials for want of a module or permission").tag("module", key).register(meters))
                .increment();
    }

    public void accessLookup(DecisionEvent.AccessFrom tier, String outcome) {
        lookups.computeIfAbsent(new Lookup(tier, outcome),
                of -> Counter.builder("gateway.access.lookups").description("Lookups of effective access")
                        .tag("tier", of.tier().name().toLowerCase(Locale.ROOT)).tag("outcome", of.outcome())
                        .register(meters))
                .increment();
    }

    /** What is held in memory of one kind, for as long as this runs. */
    public void holds(String kind, FactCache<?, ?> cache) {
        holds(kind, cache::size);
        FunctionCounter.builder("gateway.access.evictions", cache, FactCache::evictions)
                .description("Facts that gave way to others, for want of room").tag("kind", kind).register(meters);
    }

    public void holds(String kind, Supplier<Number> number) {
        Gauge.builder("gateway.access.held", number).description("Facts held in memory").tag("kind", kind)
                .register(meters);
    }

    public void backendAnswered(String backend, int status, long nanos) {
        backends.answered(backend, status, nanos);
    }

    private Counter counter(Counted counted) {
        return Counter.builder("gateway.decisions").description("Decisions, as the policy made them")
                .tag("route", counted.route()).tag("result", counted.result().name().toLowerCase(Locale.ROOT))
                .tag("code", counted.code()).register(meters);
    }

    private static String orNone(@Nullable String code) {
        return code == null ? NONE : code;
    }
}
