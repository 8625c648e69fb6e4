package com.kisum.gateway.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one place where a request is written down: its decision event, and the metrics that come of it. */
public final class Recorder {
    private static final String NONE = "none";

    private final DecisionLog log;
    private final MeterRegistry meters;
    private final Timer toDecide;
    // Looking a meter up by its tags costs more than the decision it counts.
    private final Map<Counted, Counter> decisions = new ConcurrentHashMap<>();

    private record Counted(String route, DecisionEvent.Result result, String code) {}

    public Recorder(DecisionLog log, MeterRegistry meters) {
        this.log = log;
        this.meters = meters;
        this.toDecide = Timer.builder("gateway.decide").description("From the request's arrival to its decision")
                .publishPercentileHistogram(false).register(meters);
    }

    /** Once per request, when its answer's head is known. */
    public void record(DecisionEvent event) {
        log.add(event);
        decisions.computeIfAbsent(new Counted(event.route(), event.result(), orNone(event.code())), this::counter)
                .increment();
    }

    public void decided(long nanos) {
        toDecide.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void authenticationFailed(String kind) {
        meters.counter("gateway.authentication.failures", "kind", kind.toLowerCase(Locale.ROOT)).increment();
    }

    public void permissionDenied(String module) {
        meters.counter("gateway.permission.denials", "module", module).increment();
    }

    public void accessLookup(DecisionEvent.AccessFrom tier, String outcome) {
        meters.counter("gateway.access.lookups", "tier", tier.name().toLowerCase(Locale.ROOT), "outcome", outcome)
                .increment();
    }

    public void backendAnswered(String backend, String status, long nanos) {
        Timer.builder("gateway.backend.responses").description("Until a backend's response head")
                .tag("backend", backend).tag("status", status).register(meters).record(nanos, TimeUnit.NANOSECONDS);
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
