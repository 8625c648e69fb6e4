package com.kisum.gateway.console;

import com.kisum.gateway.record.DecisionEvent;
import java.time.Instant;

/** Events that no request has left. */
final class ToldEvents {
    private ToldEvents() {}

    /** Someone was let through to where they wanted. */
    static DecisionEvent passed(String user, String route) {
        return new DecisionEvent(Instant.now(), "request", "trace", user, "acme", "m-1", "GET /api/" + route + "/{id}",
                route, "GET", DecisionEvent.Result.ALLOW, null, 200, 200, "1.1", DecisionEvent.AccessFrom.MEMORY,
                "0123456789ab", "enforce", 90);
    }
}
