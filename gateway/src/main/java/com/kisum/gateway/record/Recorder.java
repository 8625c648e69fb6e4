package com.kisum.gateway.record;

import com.kisum.gateway.answer.AnswerCode;
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
    private final Map<String, Counter> answers = new ConcurrentHashMap<>();
    private final Map<Lookup, Counter> lookups = new ConcurrentHashMap<>();
    private final Map<String, Counter> failures = new ConcurrentHashMap<>();
    private final Map<Denied, Counter> denials = new ConcurrentHashMap<>();

    private record Counted(String route, DecisionEvent.Result result, String code, String mode) {}

    private record Denied(String module, String mode) {}

    private record Lookup(DecisionEvent.AccessFrom tier, String outcome) {}

    public Recorder(DecisionLog log, MeterRegistry meters) {
        this.log = log;
        this.meters = meters;
        this.toDecide = Timer.builder("gateway.decide").description("From the request's arrival to its decision")
                .serviceLevelObjectives(OBJECTIVES).register(meters);
        this.backends = new BackendMeters(meters);
        countFromZero();
    }

    /** Prometheus sees growth only of what it has seen before: the first of a fault would be missing where the counter begins with it. */
    private void countFromZero() {
        answers.put(NONE, answers(NONE));
        for (AnswerCode code : AnswerCode.values()) {
            answers.put(code.name(), answers(code.name()));
        }
        Lookup stale = new Lookup(DecisionEvent.AccessFrom.STALE, "found");
        lookups.put(stale, lookups(stale));
    }

    /** Once per request, when its answer's head is known. What fails here has written nothing. */
    public void record(DecisionEvent event) {
        decisions.computeIfAbsent(new Counted(event.route(), event.result(), orNone(event.code()), event.mode()),
                this::counter).increment();
        if (event.status() != DecisionEvent.UNANSWERED) {
            // What a backend answered is its own, whatever the verdict: in shadow mode there may be both.
            answers.computeIfAbsent(event.upstreamStatus() == null ? orNone(event.code()) : NONE, this::answers)
                    .increment();
        }
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

    /**
     * @param mode of the route: what is denied in shadow mode passes
     */
    public void permissionDenied(String module, String mode) {
        denials.computeIfAbsent(new Denied(module, mode), of -> Counter.builder("gateway.permission.denials")
                .description("Denials for want of a module or permission").tag("module", of.module())
                .tag("mode", of.mode()).register(meters)).increment();
    }

    public void accessLookup(DecisionEvent.AccessFrom tier, String outcome) {
        lookups.computeIfAbsent(new Lookup(tier, outcome), this::lookups).increment();
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

    private Counter lookups(Lookup of) {
        return Counter.builder("gateway.access.lookups").description("Lookups of effective access")
                .tag("tier", of.tier().name().toLowerCase(Locale.ROOT)).tag("outcome", of.outcome()).register(meters);
    }

    private Counter answers(String code) {
        return Counter.builder("gateway.answers")
                .description(
                        "Answers, by the code of ours that they carry; none where there is none, as in a backend's")
                .tag("code", code).register(meters);
    }

    private Counter counter(Counted counted) {
        return Counter.builder("gateway.decisions").description("Decisions, as the policy made them")
                .tag("route", counted.route()).tag("result", counted.result().name().toLowerCase(Locale.ROOT))
                .tag("code", counted.code()).tag("mode", counted.mode()).register(meters);
    }

    private static String orNone(@Nullable String code) {
        return code == null ? NONE : code;
    }
}
