package com.kisum.gateway.fact;

import org.jspecify.annotations.Nullable;

/** What came of asking for a fact? Facts or an outage: what a route makes of an outage is the route's affair. */
public sealed interface Outcome<V> {
    /** Current, as far as can be known. */
    record Current<V>(Held<V> held, Origin from) implements Outcome<V> {}

    /** Young, but nobody could be asked whether it still is: Redis is down, and the sources have enough to do. */
    record Unconfirmed<V>(Held<V> held) implements Outcome<V> {}

    /** The source says that there is none. */
    record None<V>() implements Outcome<V> {}

    /**
     * Not known.
     *
     * @param last what was held before, if nothing newer is known of
     */
    record Outage<V>(String cause, @Nullable Held<V> last) implements Outcome<V> {}

    /**
     * Not asked: too many are being asked for already.
     *
     * @param last what was held before, if nothing newer is known of
     */
    record Overloaded<V>(@Nullable Held<V> last) implements Outcome<V> {}

    /** What was last known of it, current or not: some things are final. */
    default @Nullable V known() {
        return switch (this) {
            case Current<V>(Held<V> held, Origin _) -> held.value();
            case Unconfirmed<V>(Held<V> held) -> held.value();
            case Outage<V>(String _, Held<V> last) -> last == null ? null : last.value();
            case Overloaded<V>(Held<V> last) -> last == null ? null : last.value();
            case None<V> _ -> null;
        };
    }

    /** Where it was found; the dearest last. */
    enum Origin {
        MEMORY, REDIS, SOURCE, STALE
    }
}
