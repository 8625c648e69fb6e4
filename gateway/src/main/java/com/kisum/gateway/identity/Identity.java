package com.kisum.gateway.identity;

import com.kisum.policy.DenyReason;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;

/** Who asks, as far as the token tells? */
public sealed interface Identity {
    /**
     * A genuine token of a live session.
     *
     * @param token for asking Auth in the caller's own name, and for nothing else: it never reaches a log
     */
    record Proven(UserId user, SessionId session, String token) implements Identity {
        @Override
        public String toString() {
            return "Proven[" + user + "]";
        }
    }

    record Unproven(DenyReason.OfToken why) implements Identity {}
}
