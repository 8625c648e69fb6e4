package com.kisum.auth;

import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.time.Instant;

/** What came of looking at a token. */
public sealed interface TokenVerdict {
    /** Signed by Auth, for us, now. */
    record Genuine(UserId user, SessionId session, long tokenVersion, Instant expiresAt) implements TokenVerdict {}

    record Expired() implements TokenVerdict {}

    /**
     * @param fault which part was wrong: logged and counted, never told
     */
    record Invalid(TokenFault fault) implements TokenVerdict {}

    /** The key that signed it is not known, and the key set could not be asked. */
    record KeysUnavailable(String cause) implements TokenVerdict {}
}
