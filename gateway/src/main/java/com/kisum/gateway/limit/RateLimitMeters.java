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
    private final Map<By, Counter> passed = new EnumMap<>(By.class);
    private final Map<By, Counter> limited = new EnumMap<>(By.class);

    /** Who decided. */
    enum By {
        /** The bucket that all replicas share. */
        REDIS,
        /** This replica, which had just been told by Redis that the bucket is empty, or had asked for all that can be in it. */
        MEMORY,
        /** This replica by its own share: Redis could not be asked. */
        SHARE
    }

    RateLimitMeters(MeterRegistry meters, IntSupplier replicas) {
        for (By by : By.values()) {
            passed.put(by, counter(by, "passed", meters));
            limited.put(by, counter(by, "limited", meters));
        }
        Gauge.builder("gateway.rate.limits.replicas", replicas::getAsInt)
                .description("Replicas that share a limit, as far as this one knows").register(meters);
    }

    void passed(By by) {
        increment(passed, by);
    }

    void limited(By by) {
        increment(limited, by);
    }

    private static void increment(Map<By, Counter> counters, By by) {
        Counter counter = counters.get(by);
        if (counter != null) {
            counter.increment();
        }
    }

    private static Counter counter(By by, String result, MeterRegistry meters) {
        return Counter.builder("gateway.rate.limits").description("Requests of limited routes")
                .tag("by", by.name().toLowerCase(Locale.ROOT)).tag("result", result).register(meters);
    }
}
