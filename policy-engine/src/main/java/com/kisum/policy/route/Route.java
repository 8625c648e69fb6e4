package com.kisum.policy.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One route with everything it says, inherited values resolved.
 *
 * @param requirement null when it asks for no more than {@code access} says
 * @param position where its id stands in the file
 */
public record Route(RouteId id, List<Match> matches, Backend backend, AccessLevel access,
        @Nullable Requirement requirement, RouteOptions options, @Nullable String description, @Nullable String owner,
        SourcePosition position) {
    public Route {
        matches = List.copyOf(matches);
        if (requirement != null && access != AccessLevel.MEMBER) {
            throw new IllegalArgumentException("route '" + id + "' requires something of callers it does not ask for");
        }
    }
}
