package com.kisum.policy.route;

import com.kisum.policy.access.EffectiveAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What came of looking for the route of a method and a path. */
public sealed interface Lookup {
    /** The one route that takes it. Made when the table is compiled, so that finding it allocates nothing. */
    final class Found implements Lookup {
        private final Route route;
        private final Match match;
        private final @Nullable Check check;
        private final int number;

        Found(Route route, Match match, @Nullable Check check, int number) {
            this.route = route;
            this.match = match;
            this.check = check;
            this.number = number;
        }

        public Route route() {
            return route;
        }

        /** Which of the route's matches took it. */
        public Match match() {
            return match;
        }

        /** The route's number in its table, from 0: an index for what others keep per route. */
        public int number() {
            return number;
        }

        /** Whether the route asks for effective access at all. */
        public boolean asksForAccess() {
            return check != null;
        }

        public boolean passes(EffectiveAccess access, Method method) {
            return check == null || check.passes(access, route.options().grace().countsFor(method));
        }

        @Override
        public String toString() {
            return route.id() + " by " + match;
        }
    }

    /** No template takes the path. */
    record NoRoute() implements Lookup {}

    /** Some template takes the path, none with this method. */
    record MethodNotAllowed(Set<Method> allowed) implements Lookup {}
}
