package com.kisum.gateway.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/** Who said whether a request is one too many, and what? Nobody's address or name is a label. */
final class RateLimitMeters {
    private final Map<Tier, Counter> passed = new EnumMap<>(Tier.class);
    private final Map<Tier, Counter> limited = new EnumMap<>(Tier.class);

    /** Who decided. */
    enum Tier {
        /** The bucket that all replicas share. */
        REDIS,
        /** This replica, which had just been told by Redis that the bucket is empty, or had asked for all that can be in it. */
        MEMORY,
        /** This replica by its own share: Redis could not be asked. */
        SHARE
    }

    RateLimitMeters(MeterRegistry meters, IntSupplier replicas) {
        for (Tier tier : Tier.values()) {
            passed.put(tier, counter(tier, "passed", meters));
            limited.put(tier, counter(tier, "limited", meters));
        }
        Gauge.builder("gateway.rate.limits.replicas", replicas::getAsInt)
                .description("Replicas that share a limit, as far as this one knows").register(meters);
    }

    void passed(Tier tier) {
        increment(passed, tier);
    }

    void limited(Tier tier) {
        increment(limited, tier);
    }

    private static void increment(Map<Tier, Counter> counters, Tier tier) {
        Counter counter = counters.get(tier);
        if (counter != null) {
            counter.increment();
        }
    }

    private static Counter counter(Tier tier, String outcome, MeterRegistry meters) {
        return Counter.builder("gateway.rate.limits").description("Requests of limited routes")
                .tag("tier", tier.name().toLowerCase(Locale.ROOT)).tag("outcome", outcome).register(meters);
    }
}
