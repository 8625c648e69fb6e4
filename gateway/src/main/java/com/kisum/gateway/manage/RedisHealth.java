package com.kisum.gateway.manage;

import com.kisum.gateway.fact.Tracked;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Does Redis tell of changes? Told, never held against the gateway: without Redis it answers from the sources. */
public final class RedisHealth implements HealthIndicator {
    private static final Duration LATE = Duration.ofSeconds(5);

    private final Tracked tracked;
    private final LongSupplier clock;

    public RedisHealth(Tracked tracked, LongSupplier clock) {
        this.tracked = tracked;
        this.clock = clock;
    }

    @Override
    public Health health() {
        Duration age = tracked.heartbeatAge(clock.getAsLong());
        if (age == null) {
            return Health.unknown().withDetail("heartbeat", "none yet; tried again and again").build();
        }
        return (age.compareTo(LATE) < 0 ? Health.up() : Health.unknown())
                .withDetail("heartbeat", age.toMillis() + " ms ago").build();
    }
}
