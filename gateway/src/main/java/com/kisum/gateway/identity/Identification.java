package com.kisum.gateway.identity;

import com.kisum.auth.Authenticator;
import com.kisum.auth.SessionAnswer;
import com.kisum.auth.SessionSource;
import com.kisum.auth.TokenVerdict;
import com.kisum.auth.UserAnswer;
import com.kisum.auth.UserSource;
import com.kisum.gateway.record.Recorder;
import com.kisum.policy.DenyReason;
import com.kisum.policy.Source;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Whose request is it? First the token, by itself; only what Auth signed is worth asking Auth's database about. An outage is
 * told apart from a refusal to the end.
 */
public final class Identification {
    private static final Logger LOG = LoggerFactory.getLogger(Identification.class);
    private static final String SCHEME = "Bearer ";

    private final Authenticator authenticator;
    private final SessionSource sessions;
    private final UserSource users;
    private final Recorder recorder;

    public Identification(Authenticator authenticator, SessionSource sessions, UserSource users, Recorder recorder) {
        this.authenticator = authenticator;
        this.sessions = sessions;
        this.users = users;
        this.recorder = recorder;
    }

    public Mono<Identity> of(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Mono.just(unproven("missing", new DenyReason.TokenMissing()));
        }
        String token = authorization.substring(SCHEME.length()).strip();
        return authenticator.verify(token).flatMap(verdict -> withSession(token, verdict));
    }

    private Mono<Identity> withSession(String token, TokenVerdict verdict) {
        return switch (verdict) {
            case TokenVerdict.Genuine genuine ->
                Mono.zip(sessions.session(genuine.session()), users.user(genuine.user()),
                        (session, user) -> judge(token, genuine, session, user));
            case TokenVerdict.Expired _ -> Mono.just(unproven("expired", new DenyReason.TokenExpired()));
            case TokenVerdict.Invalid invalid -> {
                LOG.debug("token refused: {}", invalid.fault());
                yield Mono.just(unproven(invalid.fault().name(), new DenyReason.TokenInvalid()));
            }
            case TokenVerdict.KeysUnavailable unavailable -> {
                LOG.warn("the keys that sign tokens are unavailable: {}", unavailable.cause());
                yield Mono.just(unproven("keys_unavailable", new DenyReason.KeysUnavailable()));
            }
        };
    }

    /** What is known to have ended has ended, whatever else could not be asked. */
    private Identity judge(String token, TokenVerdict.Genuine genuine, SessionAnswer session, UserAnswer user) {
        boolean ended = switch (session) {
            case SessionAnswer.Live live -> !live.user().equals(genuine.user());
            case SessionAnswer.Ended _ -> true;
            case SessionAnswer.Outage _ -> false;
        } || switch (user) {
            case UserAnswer.Active active -> genuine.tokenVersion() < active.tokenVersion();
            case UserAnswer.Inactive _ -> true;
            case UserAnswer.Outage _ -> false;
        };
        if (ended) {
            return unproven("revoked", new DenyReason.SessionRevoked());
        }
        if (session instanceof SessionAnswer.Outage(String cause)) {
            return unavailable(cause);
        }
        if (user instanceof UserAnswer.Outage(String cause)) {
            return unavailable(cause);
        }
        return new Identity.Proven(genuine.user(), genuine.session(), token);
    }

    private Identity unavailable(String cause) {
        LOG.warn("sessions are unavailable: {}", cause);
        return unproven("session_unavailable", new DenyReason.AccessUnavailable(Source.AUTH));
    }

    private Identity unproven(String kind, DenyReason.OfToken why) {
        recorder.authenticationFailed(kind);
        return new Identity.Unproven(why);
    }
}
