package com.kisum.auth;

import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** An authenticator that knows the tokens it was told of. Others are invalid; in an outage, they cannot be judged. */
public final class FakeAuthenticator implements Authenticator {
    private final Map<String, TokenVerdict> verdicts = new ConcurrentHashMap<>();
    private volatile boolean outage;

    public FakeAuthenticator genuine(String token, UserId user, SessionId session, long tokenVersion,
            Instant expiresAt) {
        return verdict(token, new TokenVerdict.Genuine(user, session, tokenVersion, expiresAt));
    }

    public FakeAuthenticator expired(String token) {
        return verdict(token, new TokenVerdict.Expired());
    }

    public FakeAuthenticator invalid(String token, TokenFault fault) {
        return verdict(token, new TokenVerdict.Invalid(fault));
    }

    public FakeAuthenticator verdict(String token, TokenVerdict verdict) {
        verdicts.put(token, verdict);
        return this;
    }

    /** The key set cannot be asked: known tokens go on working, as known keys do. */
    public FakeAuthenticator outage(boolean on) {
        outage = on;
        return this;
    }

    @Override
    public Mono<TokenVerdict> verify(String token) {
        return Mono.fromSupplier(() -> verdicts.getOrDefault(token, stranger()));
    }

    private TokenVerdict stranger() {
        return outage
                ? new TokenVerdict.KeysUnavailable("a fake outage")
                : new TokenVerdict.Invalid(TokenFault.UNKNOWN_KEY);
    }
}
