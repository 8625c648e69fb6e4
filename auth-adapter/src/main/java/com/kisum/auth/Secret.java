package com.kisum.auth;

import java.util.Objects;

/** How does a password travel through settings without ending in a log? It must be asked for by name. */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(Objects.requireNonNull(value, "a secret is a text, possibly empty"));
    }

    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}
