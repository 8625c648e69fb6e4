package com.kisum.policy;

import com.kisum.policy.route.RouteId;
import org.jspecify.annotations.Nullable;

/** The verdict. There is no third answer. */
public sealed interface Decision {
    record Allow(RouteId route) implements Decision {}

    /**
     * @param route the route that denied; null when no route took the request
     */
    record Deny(@Nullable RouteId route, DenyReason reason) implements Decision {}
}
