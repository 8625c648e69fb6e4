package com.kisum.policy.route;

import java.time.Duration;

/** How often one caller may use a route: a token bucket whose burst is its count. */
public sealed interface RateLimit {
    record None() implements RateLimit {}

    record Limited(int count, Duration per, Scope scope) implements RateLimit {}

    /** Who shares one bucket. */
    enum Scope {
        ADDRESS, USER, COMPANY
    }
}
