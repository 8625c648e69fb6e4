package com.kisum.gateway.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How many replicas of the gateway are there? Each writes heartbeats, and each is told of those of all. So whoever was heard of lately is there.
 *
 * <p>Lately is measured in the time in which we listened: it goes on from one of our own heartbeats to the next, and by little over a
 * pause. An outage of Redis thus changes nothing, and after it the others have as long as we have to be heard of again.
 */
final class Replicas {
    /** The others are told of by Redis, where someone else may write, too. */
    private static final int MOST = 10_000;
    private static final int PERIODS = 10;

    private final String own;
    private final long period;
    private final Map<String, Long> heardAt = new HashMap<>();
    private long listened;
    private long lastOwn;
    private boolean begun;
    private volatile int number = 1;

    Replicas(String own, Duration heartbeat) {
        this.own = own;
        this.period = heartbeat.toNanos();
    }

    /** At least this one. */
    int number() {
        return number;
    }

    /** A heartbeat of a replica was told of, by any primary. */
    synchronized void heard(String replica, long now) {
        if (replica.equals(own)) {
            listened += begun ? Math.min(now - lastOwn, 2 * period) : 0;
            lastOwn = now;
            begun = true;
            heardAt.values().removeIf(at -> listened - at > PERIODS * period);
        } else if (heardAt.size() < MOST) {
            heardAt.put(replica, listened);
        }
        number = 1 + heardAt.size();
    }
}
