package com.kisum.gateway.identity;

import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;

/**
 * Who asks, by a token that Auth signed? Whether the session still stands is another question.
 *
 * @param token for asking Auth in the caller's own name, and for nothing else: it never reaches a log
 */
public record Bearer(UserId user, SessionId session, long tokenVersion, String token) implements TokenReading {
    @Override
    public String toString() {
        return "Bearer[" + user + "]";
    }
}
