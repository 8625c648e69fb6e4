package com.kisum.auth;

/** What Auth says of a user. */
public sealed interface UserAnswer {
    /**
     * @param tokenVersion tokens of an older version are no longer good
     */
    record Active(long tokenVersion) implements UserAnswer {}

    /** Deactivated, or never there. */
    record Inactive(long tokenVersion) implements UserAnswer {}

    record Outage(String cause) implements UserAnswer {}
}
