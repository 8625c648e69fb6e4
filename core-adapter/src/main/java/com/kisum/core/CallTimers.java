package com.kisum.core;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** How often is Core called, how does it end, and how long does it take? The timer {@code core.calls}, by outcome. */
final class CallTimers {
    private final MeterRegistry meters;
    private final Map<CallOutcome, Timer> byOutcome = new EnumMap<>(CallOutcome.class);

    CallTimers(MeterRegistry meters) {
        this.meters = meters;
        for (CallOutcome outcome : CallOutcome.values()) {
            byOutcome.put(outcome, timer(meters, outcome));
        }
    }

    private static Timer timer(MeterRegistry meters, CallOutcome outcome) {
        return Timer.builder("core.calls").description("Calls to Core for entitlements").tag("outcome", outcome.tag())
                .register(meters);
    }

    Running start() {
        return new Running(Timer.start(meters));
    }

    /** One call; it ends once, whatever signals follow the first. */
    final class Running {
        private final Timer.Sample sample;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Running(Timer.Sample sample) {
            this.sample = sample;
        }

        void end(CallOutcome outcome) {
            if (ended.compareAndSet(false, true)) {
                sample.stop(Objects.requireNonNull(byOutcome.get(outcome)));
            }
        }
    }
}
