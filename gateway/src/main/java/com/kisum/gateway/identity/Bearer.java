package com.kisum.gateway.identity;

import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.time.Instant;

/**
 * Who asks, by a token that Auth signed? Whether the session still stands is another question.
 *
 * @param token for asking Auth in the caller's own name, and for nothing else: it never reaches a log
 */
public record Bearer(UserId user, SessionId session, long tokenVersion, String token,
        Instant expiresAt) implements TokenReading {
    /** By the letter. Tokens pass a little longer, since clocks differ. */
    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    @Override
    public String toString() {
        return "Bearer[" + user + "]";
    }
}
