package com.kisum.gateway.limit;

import com.kisum.policy.route.RateLimit;
import com.kisum.policy.route.RouteId;

/**
 * Whose requests are counted together? Those of one route by one address, user or company.
 *
 * @param who the address, or the id, as text
 */
public record Bucket(RouteId route, RateLimit.Scope scope, String who) {}
