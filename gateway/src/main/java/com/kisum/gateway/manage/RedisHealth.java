package com.kisum.gateway.manage;

import com.kisum.gateway.access.RedisConnection;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Is the connection to Redis open? Told, never held against the gateway: without Redis it answers from the sources. */
public final class RedisHealth implements HealthIndicator {
    private final RedisConnection redis;

    public RedisHealth(RedisConnection redis) {
        this.redis = redis;
    }

    @Override
    public Health health() {
        return redis.isOpen()
                ? Health.up().withDetail("connection", "open").build()
                : Health.unknown().withDetail("connection", "down, tried again and again").build();
    }
}
