package com.kisum.gateway.route;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Locale;

/** Do all replicas hold the same policy, and did the last reload work? What an alert needs to tell. */
public final class PolicyMeters {
    private final MultiGauge revision;
    private final Counter successes;
    private final Counter failures;

    /** How a reload ended: with a new policy in force, or with the old one still there. */
    public enum Reloaded {
        SUCCESS, FAILURE
    }

    public PolicyMeters(MeterRegistry meters) {
        this.revision = MultiGauge.builder("gateway.policy.revision")
                .description("1, by the revision of the policy in force").register(meters);
        this.successes = reloads(Reloaded.SUCCESS, meters);
        this.failures = reloads(Reloaded.FAILURE, meters);
    }

    /** From now on this one and no other. */
    public void inForce(CurrentPolicy policy) {
        revision.register(List.of(MultiGauge.Row.of(Tags.of("revision", policy.revision()), 1)), true);
    }

    public void reloaded(Reloaded outcome) {
        switch (outcome) {
            case SUCCESS -> successes.increment();
            case FAILURE -> failures.increment();
        }
    }

    private static Counter reloads(Reloaded outcome, MeterRegistry meters) {
        return Counter.builder("gateway.policy.reloads").description("Reloads of routes.yml")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT)).register(meters);
    }
}
