package com.kisum.gateway.record;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** How long does each backend take until it says something, and what? A timer for each status, found without building its tags. */
final class BackendMeters {
    private static final int LEAST = 100;
    private static final int MOST = 999;
    private static final Duration[] OBJECTIVES = {Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(100),
            Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(2500),
            Duration.ofSeconds(5), Duration.ofSeconds(10)};

    private final MeterRegistry meters;
    private final Map<String, AtomicReferenceArray<@Nullable Timer>> byBackend = new ConcurrentHashMap<>();

    BackendMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void answered(String backend, int status, long nanos) {
        AtomicReferenceArray<@Nullable Timer> timers = byBackend.computeIfAbsent(backend,
                _ -> new AtomicReferenceArray<>(MOST + 1));
        int bounded = status < LEAST || status > MOST ? 0 : status; // a backend may say anything; a label may not
        Timer timer = timers.get(bounded);
        if (timer == null) {
            timer = timer(backend, bounded == 0 ? "invalid" : Integer.toString(bounded));
            timers.set(bounded, timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(String backend, String status) {
        return Timer.builder("gateway.backend.responses").description("Until a backend's response head")
                .tag("backend", backend).tag("status", status).serviceLevelObjectives(OBJECTIVES).register(meters);
    }
}
