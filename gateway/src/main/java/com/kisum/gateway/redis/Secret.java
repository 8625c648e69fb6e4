package com.kisum.gateway.redis;

/** How does a password travel through settings without ending in a log? It must be asked for by name. */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a password of Redis is not empty; leave it out where there is none");
        }
        return new Secret(value);
    }

    String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}
