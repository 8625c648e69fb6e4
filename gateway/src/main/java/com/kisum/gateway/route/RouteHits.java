package com.kisum.gateway.route;

import java.util.concurrent.atomic.AtomicLongArray;

/** How often was each route of this policy asked for, how often did it deny, and when last? */
public final class RouteHits {
    private final AtomicLongArray asked;
    private final AtomicLongArray denied;
    private final AtomicLongArray last;

    RouteHits(int routes) {
        this.asked = new AtomicLongArray(routes);
        this.denied = new AtomicLongArray(routes);
        this.last = new AtomicLongArray(routes);
    }

    public void count(int route, boolean allowed, long epochMillis) {
        asked.getAndIncrement(route);
        last.lazySet(route, epochMillis);
        if (!allowed) {
            denied.getAndIncrement(route);
        }
    }

    public long asked(int route) {
        return asked.get(route);
    }

    public long denied(int route) {
        return denied.get(route);
    }

    /** In milliseconds since 1970; 0 for never. */
    public long last(int route) {
        return last.get(route);
    }
}
