package com.kisum.gateway.redis;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A server that takes writes, as the topology knows it.
 *
 * @param slots which keys are its own, in Cluster; null where all are
 * @param replicated whether the topology knows a replica of it that is not down
 */
record Primary(String host, int port, @Nullable BitSet slots, boolean replicated) {
    /** As Redis writes it, too. */
    String id() {
        return host + ":" + port;
    }

    boolean owns(int slot) {
        return slots == null || slots.get(slot);
    }
}
