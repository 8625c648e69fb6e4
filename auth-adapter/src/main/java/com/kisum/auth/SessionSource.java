package com.kisum.auth;

import com.kisum.policy.access.SessionId;
import reactor.core.publisher.Mono;

/** Does this login still stand? */
public interface SessionSource {
    /** Never empty, never an error. */
    Mono<SessionAnswer> session(SessionId session);
}
