package com.kisum.policy.route;

/** Who must be known before a route answers. Ordered from open to closed. */
public enum AccessLevel {
    /** Reads neither token nor x-org. */
    PUBLIC,
    /** A token; not x-org. */
    AUTHENTICATED,
    /** A token and membership of the company that x-org names. */
    MEMBER
}
