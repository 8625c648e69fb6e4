package com.kisum.gateway.identity;

import com.kisum.auth.Authenticator;
import com.kisum.auth.SessionAnswer;
import com.kisum.auth.TokenVerdict;
import com.kisum.auth.UserAnswer;
import com.kisum.gateway.fact.FactCache;
import com.kisum.gateway.fact.FactPushes;
import com.kisum.gateway.fact.Held;
import com.kisum.gateway.fact.Outcome;
import com.kisum.gateway.fact.Usable;
import com.kisum.gateway.record.Recorder;
import com.kisum.policy.DenyReason;
import com.kisum.policy.Source;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Whose request is it? First the token, by itself; only what Auth signed is worth asking Auth's database about. An outage is
 * told apart from a refusal to the end.
 */
public final class Identification implements FactPushes.Followers {
    private static final Logger LOG = LoggerFactory.getLogger(Identification.class);
    private static final String SCHEME = "Bearer ";

    private final Authenticator authenticator;
    private final FactCache<SessionId, SessionAnswer> sessions;
    private final FactCache<UserId, UserAnswer> users;
    private final Recorder recorder;

    public Identification(Authenticator authenticator, FactCache<SessionId, SessionAnswer> sessions,
            FactCache<UserId, UserAnswer> users, Recorder recorder) {
        this.authenticator = authenticator;
        this.sessions = sessions;
        this.users = users;
        this.recorder = recorder;
        recorder.holds("session", sessions);
        recorder.holds("user", users);
    }

    /** The token alone: nobody is asked about a session before its signature was checked. */
    public Mono<TokenReading> read(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Mono.just(refused("missing", new DenyReason.TokenMissing()));
        }
        String token = authorization.substring(SCHEME.length()).strip();
        return authenticator.verify(token).map(verdict -> reading(token, verdict));
    }

    private TokenReading reading(String token, TokenVerdict verdict) {
        return switch (verdict) {
            case TokenVerdict.Genuine genuine ->
                new Bearer(genuine.user(), genuine.session(), genuine.tokenVersion(), token, genuine.expiresAt());
            case TokenVerdict.Expired _ -> refused("expired", new DenyReason.TokenExpired());
            case TokenVerdict.Invalid invalid -> {
                LOG.debug("token refused: {}", invalid.fault());
                yield refused(invalid.fault().name(), new DenyReason.TokenInvalid());
            }
            case TokenVerdict.KeysUnavailable unavailable -> {
                LOG.warn("the keys that sign tokens are unavailable: {}", unavailable.cause());
                yield refused("keys_unavailable", new DenyReason.KeysUnavailable());
            }
        };
    }

    /**
     * Whether the session behind a token still stands.
     *
     * @param tolerance how long after it was last fresh something may decide still, when nobody can be asked
     */
    public Mono<Identity> standing(Bearer bearer, Duration tolerance) {
        Held<SessionAnswer> session = sessions.fresh(bearer.session());
        Held<UserAnswer> user = users.fresh(bearer.user());
        return session != null && user != null && user.version() >= bearer.tokenVersion()
                ? Mono.just(judge(bearer, session.value(), user.value(), false))
                : Mono.zip(sessions.get(bearer.session()), user(bearer),
                        (ofSession, ofUser) -> judge(bearer, ofSession, ofUser, tolerance));
    }

    /** A token newer than what is held is no lie: it was issued since. */
    private Mono<Outcome<UserAnswer>> user(Bearer bearer) {
        return users.get(bearer.user())
                .flatMap(outcome -> outcome instanceof Outcome.Current<UserAnswer>(var held, Outcome.Origin from)
                        && from == Outcome.Origin.MEMORY && held.version() < bearer.tokenVersion()
                                ? users.newerThan(bearer.user(), held)
                                : Mono.just(outcome));
    }

    /** What is known to have ended has ended, whatever else could not be asked. */
    private Identity judge(Bearer bearer, Outcome<SessionAnswer> ofSession, Outcome<UserAnswer> ofUser,
            Duration tolerance) {
        if (hasEnded(bearer, ofSession.known()) || isOlder(bearer, ofUser.known())) {
            return unproven("revoked", new DenyReason.SessionRevoked());
        }
        Usable<SessionAnswer> session = sessions.usable(ofSession, tolerance);
        if (session == null) {
            return missing(ofSession);
        }
        Usable<UserAnswer> user = users.usable(ofUser, tolerance);
        if (user == null) {
            return missing(ofUser);
        }
        boolean stale = session.origin() == Outcome.Origin.STALE || user.origin() == Outcome.Origin.STALE;
        return judge(bearer, session.value(), user.value(), stale);
    }

    private Identity judge(Bearer bearer, SessionAnswer session, UserAnswer user, boolean stale) {
        return hasEnded(bearer, session) || isOlder(bearer, user) || user instanceof UserAnswer.Inactive
                ? unproven("revoked", new DenyReason.SessionRevoked())
                : new Identity.Proven(bearer.user(), stale);
    }

    private static boolean hasEnded(Bearer bearer, @Nullable SessionAnswer session) {
        return switch (session) {
            case SessionAnswer.Live(UserId user, var _) -> !user.equals(bearer.user());
            case SessionAnswer.Ended _ -> true;
            case SessionAnswer.Outage _ -> false;
            case null -> false;
        };
    }

    private static boolean isOlder(Bearer bearer, @Nullable UserAnswer user) {
        return switch (user) {
            case UserAnswer.Active(long version) -> bearer.tokenVersion() < version;
            case UserAnswer.Inactive(long version) -> bearer.tokenVersion() < version;
            case UserAnswer.Outage _ -> false;
            case null -> false;
        };
    }

    @Override
    public void session(SessionId session) {
        sessions.moved(session);
    }

    @Override
    public void user(UserId user) {
        users.moved(user);
    }

    @Override
    public void everything() {
        sessions.everythingMoved();
        users.everythingMoved();
    }

    private Identity missing(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Overloaded) {
            return unproven("overloaded", new DenyReason.Overloaded());
        }
        LOG.warn("sessions are unavailable: {}",
                outcome instanceof Outcome.Outage<?>(String cause, var _) ? cause : "");
        return unproven("session_unavailable", new DenyReason.AccessUnavailable(Source.AUTH));
    }

    private Identity unproven(String kind, DenyReason.OfToken why) {
        recorder.authenticationFailed(kind);
        return new Identity.Unproven(why);
    }

    private TokenReading refused(String kind, DenyReason.OfToken why) {
        recorder.authenticationFailed(kind);
        return new TokenReading.Refused(why);
    }
}
