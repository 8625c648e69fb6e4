package com.kisum.gateway.access;

import com.kisum.policy.route.Lookup;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.OnOutage;
import java.time.Duration;

/**
 * How long after it was last fresh may something decide still, when nobody can be asked? Only reading may go on with what was known a
 * while ago, and only where the route says so.
 */
public final class Tolerance {
    private Tolerance() {}

    public static Duration of(Lookup.Found found, Method method) {
        boolean reads = method == Method.GET || method == Method.HEAD;
        return reads && found.route().options().onOutage() instanceof OnOutage.Stale(Duration atMost)
                ? atMost
                : Duration.ZERO;
    }
}
