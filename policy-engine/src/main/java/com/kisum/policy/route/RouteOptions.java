package com.kisum.policy.route;

import java.time.Duration;

/** What a route says besides who may use it. Each value came from the nearest that said it. */
public record RouteOptions(Mode mode, OnOutage onOutage, GracePolicy grace, Timeout timeout, BodyLimit maxBody,
        boolean webSocket, int stripPrefix, RateLimit rateLimit) {
    /** What holds where nobody says anything. */
    public static final RouteOptions BUILT_IN = new RouteOptions(Mode.ENFORCE, new OnOutage.Deny(), GracePolicy.DENY,
            new Timeout.After(Duration.ofSeconds(10)), new BodyLimit.Bytes(10L << 20), false, 0, new RateLimit.None());
}
