package com.kisum.auth;

import com.kisum.policy.access.UserId;
import reactor.core.publisher.Mono;

/** Which of a user's tokens are still good? */
public interface UserSource {
    /** Never empty, never an error. */
    Mono<UserAnswer> user(UserId user);
}
