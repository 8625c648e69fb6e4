package com.kisum.policy.route;

/** How large a request's body may be. */
public sealed interface BodyLimit {
    record Bytes(long atMost) implements BodyLimit {}

    record Unlimited() implements BodyLimit {}
}
