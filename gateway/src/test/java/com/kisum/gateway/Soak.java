package com.kisum.gateway;

import java.time.Duration;

/** How much is enough? In every build as much as takes seconds; under {@code -Psoak} as much as a large platform has. */
public final class Soak {
    private static final boolean ON = Boolean.getBoolean("kisum.soak");

    private Soak() {}

    public static int or(int usual, int soak) {
        return ON ? soak : usual;
    }

    public static Duration or(Duration usual, Duration soak) {
        return ON ? soak : usual;
    }
}
