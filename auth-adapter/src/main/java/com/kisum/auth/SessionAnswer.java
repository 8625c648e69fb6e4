package com.kisum.auth;

import com.kisum.policy.access.UserId;

/** What Auth says of a session. */
public sealed interface SessionAnswer {
    record Live(UserId user) implements SessionAnswer {}

    /** Logged out, expired, or never there: final. */
    record Ended() implements SessionAnswer {}

    record Outage(String cause) implements SessionAnswer {}
}
