package com.kisum.auth;

import com.kisum.policy.access.UserId;
import java.time.Instant;

/** What Auth says of a session. */
public sealed interface SessionAnswer {
    /**
     * @param endsAt when it runs out, unless Auth prolongs it
     */
    record Live(UserId user, Instant endsAt) implements SessionAnswer {}

    /** Logged out, expired, or never there: final. */
    record Ended() implements SessionAnswer {}

    record Outage(String cause) implements SessionAnswer {}
}
