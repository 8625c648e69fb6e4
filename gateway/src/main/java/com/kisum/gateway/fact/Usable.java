package com.kisum.gateway.fact;

/** A fact that may decide, and where it was found. */
public record Usable<V>(Held<V> held, Outcome.Origin origin) {
    public V value() {
        return held.value();
    }
}
