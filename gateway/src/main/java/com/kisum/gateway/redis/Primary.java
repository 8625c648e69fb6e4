package com.kisum.gateway.redis;

import io.lettuce.core.RedisURI;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A server that takes writes, as the topology knows it.
 *
 * @param id host and port
 * @param slots which keys are its own, in Cluster; null where all are
 * @param replicated whether the topology knows a replica of it that is not down
 */
record Primary(String id, RedisURI uri, @Nullable BitSet slots, boolean replicated) {
    static Primary of(RedisSettings settings, String host, int port, @Nullable BitSet slots, boolean replicated) {
        return new Primary(host + ":" + port, RedisAddress.server(settings, host, port), slots, replicated);
    }

    boolean owns(int slot) {
        return slots == null || slots.get(slot);
    }
}
