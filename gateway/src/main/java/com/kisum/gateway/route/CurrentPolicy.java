package com.kisum.gateway.route;

import com.kisum.policy.PolicyEngine;
import com.kisum.policy.route.RouteTable;
import java.time.Instant;

/**
 * Which policy is in force? A table, its engine, and when it was loaded, always seen together.
 *
 * @param hits by the route's number
 */
public record CurrentPolicy(RouteTable table, PolicyEngine engine, RouteHits hits, Instant loadedAt) {
    public String revision() {
        return table.revision().digits();
    }
}
