package com.kisum.auth;

import reactor.core.publisher.Mono;

/** Whose token is this? Asks about the token alone; whether its session still lives is for {@link SessionSource}. */
public interface Authenticator {
    /**
     * Never empty, never an error, never blocking: a token by a known key is judged at once, an unknown key may cost one
     * look at Auth's key set.
     */
    Mono<TokenVerdict> verify(String token);
}
