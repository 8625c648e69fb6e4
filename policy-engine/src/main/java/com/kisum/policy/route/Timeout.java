package com.kisum.policy.route;

import java.time.Duration;

/** How long a backend may take until its response's head; then how long it may be idle. */
public sealed interface Timeout {
    record After(Duration duration) implements Timeout {}

    record Unlimited() implements Timeout {}
}
