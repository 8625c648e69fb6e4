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
        // What every decision asks of the route, kept here: going to the route for it would cost a cache miss or two.
        private final AccessLevel access;
        private final GracePolicy grace;
        private final int stripPrefix;
        // The check itself, when it is one mask, as most are: nothing further to load, no call to choose.
        private final boolean masked;
        private final int word;
        private final long mask;
        private final int taken;
        private final @Nullable Found next;

        Found(Route route, Match match, @Nullable Check check, int number, Set<Method> taken, @Nullable Found next) {
            this.route = route;
            this.match = match;
            this.check = check;
            this.number = number;
            this.access = route.access();
            this.grace = route.options().grace();
            this.stripPrefix = route.options().stripPrefix();
            this.taken = taken.stream().mapToInt(method -> 1 << method.ordinal()).sum();
            this.next = next;
            this.masked = check instanceof Check.HoldsAll;
            this.word = check instanceof Check.HoldsAll all ? all.word() : 0;
            this.mask = check instanceof Check.HoldsAll all ? all.mask() : 0;
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

        /** Who must be known before the route answers. */
        public AccessLevel access() {
            return access;
        }

        /** Whether it is this match that takes the method, of those that end where it does. */
        boolean takes(int method) {
            return (taken & (1 << method)) != 0;
        }

        /** Another match that ends where this one does, with other methods. */
        @Nullable
        Found next() {
            return next;
        }

        int stripPrefix() {
            return stripPrefix;
        }

        /** Whether the route asks for effective access at all. */
        public boolean asksForAccess() {
            return check != null;
        }

        public boolean passes(EffectiveAccess access, Method method) {
            boolean graceCounts = grace.countsFor(method);
            if (masked) {
                return (access.keysHeld(word, graceCounts) & mask) == mask;
            }
            return check == null || check.passes(access, graceCounts);
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
