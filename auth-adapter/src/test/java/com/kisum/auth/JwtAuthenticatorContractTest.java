package com.kisum.auth;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Does the real authenticator, on a real key set over HTTP, keep the contract? */
class JwtAuthenticatorContractTest extends AuthenticatorContract {
    private final TokenMint mint = TokenMint.of("key-1");
    private final StandInAuth auth = new StandInAuth().keys(mint.jwks());
    private final AdapterUnderTest under = started();

    private AdapterUnderTest started() {
        FirstCalls.to(auth);
        return AdapterUnderTest.onHttp(auth.jwksUri(), auth.uri());
    }

    @AfterEach
    void close() {
        under.close();
        auth.close();
    }

    @Override
    Authenticator authenticator() {
        return under.adapter.authenticator();
    }

    @Override
    String tokenOf(TokenVerdict.Genuine genuine) {
        return mint.token(Map.of("sub", "\"" + genuine.user() + "\"", "sessionId", "\"" + genuine.session() + "\"",
                "tokenVersion", Long.toString(genuine.tokenVersion()), "exp",
                Long.toString(genuine.expiresAt().getEpochSecond())));
    }

    @Override
    String tokenThatExpired(Instant expiresAt) {
        return mint.token(Map.of("exp", Long.toString(expiresAt.getEpochSecond())));
    }

    @Override
    String tokenByAStranger() {
        return TokenMint.of("a-strangers-key").token(Map.of());
    }

    @Override
    void keysCannotBeAsked() {
        auth.breakDown();
    }
}
