package com.kisum.gateway.route;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Do all replicas hold the same policy, and did the last reload work? What an alert needs to tell. */
public final class PolicyMeters {
    private final MultiGauge revision;
    private final Counter successes;
    private final Counter failures;
    /** A counter says that it failed once; this, that it is still so. */
    private final AtomicInteger failing = new AtomicInteger();

    /** How a reload ended: with a new policy in force, or with the old one still there. */
    public enum Reloaded {
        SUCCESS, FAILURE
    }

    public PolicyMeters(MeterRegistry meters) {
        this.revision = MultiGauge.builder("gateway.policy.revision")
                .description("1, by the revision of the policy in force").register(meters);
        this.successes = reloads(Reloaded.SUCCESS, meters);
        this.failures = reloads(Reloaded.FAILURE, meters);
        Gauge.builder("gateway.policy.reload.failing", failing, AtomicInteger::get)
                .description("1 while routes.yml is not what is in force, because its last reload failed")
                .register(meters);
    }

    /** From now on this one and no other. */
    public void inForce(CurrentPolicy policy) {
        revision.register(List.of(MultiGauge.Row.of(Tags.of("revision", policy.revision()), 1)), true);
    }

    public void reloaded(Reloaded outcome) {
        switch (outcome) {
            case SUCCESS -> {
                successes.increment();
                failing.set(0);
            }
            case FAILURE -> {
                failures.increment();
                failing.set(1);
            }
        }
    }

    private static Counter reloads(Reloaded outcome, MeterRegistry meters) {
        return Counter.builder("gateway.policy.reloads").description("Reloads of routes.yml")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT)).register(meters);
    }
}
