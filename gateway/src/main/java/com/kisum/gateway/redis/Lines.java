package com.kisum.gateway.redis;

import io.lettuce.core.RedisURI;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * What do all connections have in common? Who opens them, who keeps them, and whose clock counts.
 *
 * @param replica a name of this process among all that use the same Redis
 * @param replicas who else there is
 * @param nanos the monotonic clock
 */
record Lines(RedisSettings settings, Dialer dialer, ScheduledExecutorService keeping, String replica,
        Replicas replicas, LongSupplier nanos) {
    /** Not open yet. */
    Line to(Primary primary, String what, Line.Purpose purpose) {
        RedisURI uri = RedisAddress.server(settings, primary.host(), primary.port());
        return new Line("redis " + primary.id() + " " + what, () -> dialer.server(uri), purpose, keeping, settings);
    }

    RedisKeys keys() {
        return new RedisKeys(settings.prefix());
    }
}
