package com.kisum.auth;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.ConnectionProvider;

/**
 * How does one get at what Auth knows? Made from settings, gives the ports. Making it asks for the keys and waits for
 * nobody: a start does not fail because Auth or its database is down.
 */
public final class AuthAdapter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuthAdapter.class);

    private final ConnectionProvider http;
    private final PostgresConnections database;
    private final JwksKeys keys;
    private final Authenticator authenticator;
    private final SessionSource sessions;
    private final UserSource users;
    private final MembershipSource memberships;
    private final AggregatedAccessSource aggregated;

    /** Breakers are named {@code auth-jwks}, {@code auth-session}, {@code auth-user}, {@code auth-membership}, {@code auth-access}. */
    public static AuthAdapter of(AuthSettings settings, InstantSource clock, MeterRegistry meters,
            CircuitBreakerRegistry breakers) {
        return new AuthAdapter(settings, clock, System::nanoTime, meters, breakers);
    }

    AuthAdapter(AuthSettings settings, InstantSource clock, LongSupplier nanoClock, MeterRegistry meters,
            CircuitBreakerRegistry breakers) {
        Guards guards = new Guards(breakers, meters);
        this.http = connections(settings);
        this.database = new PostgresConnections(settings.database());

        JwksSource jwks = new JwksSource(
                new BoundedGet(http, settings.jwksUri(), settings.keys().maxBytes(), settings.keys().timeout()),
                settings.keys(),
                guards.of("jwks", 1, settings.keys().timeout(), KeySetAnswer.Outage.class, KeySetAnswer.Outage::new));
        this.keys = new JwksKeys(jwks::keys, settings.keys(), nanoClock, Schedulers.parallel());
        measure(settings.keys(), meters);
        this.authenticator = new JwtAuthenticator(keys, settings, clock);

        Duration read = settings.database().acquireTimeout().plus(settings.database().answerTimeout());
        int reads = settings.database().poolSize() + settings.database().maxPending();
        this.sessions = new PostgresSessionSource(database,
                guards.of("session", reads, read, SessionAnswer.Outage.class, SessionAnswer.Outage::new));
        this.users = new PostgresUserSource(database,
                guards.of("user", reads, read, UserAnswer.Outage.class, UserAnswer.Outage::new));
        this.memberships = new PostgresMembershipSource(database,
                guards.of("membership", reads, read, MembershipAnswer.Outage.class, MembershipAnswer.Outage::new));

        AccessCallSettings access = settings.access();
        this.aggregated = new HttpAggregatedAccessSource(
                new BoundedGet(http, accessUri(settings.authUrl()), access.maxBytes(), access.timeout()), access,
                guards.of("access", access.concurrentCalls(), access.timeout(), AggregatedAnswer.Outage.class,
                        AggregatedAnswer.Outage::new));
        keys.readAhead();
    }

    /** An idle gateway asks for no keys: their age alone is no fault, failing calls beside it are. */
    private void measure(KeySettings settings, MeterRegistry meters) {
        Gauge.builder("auth.jwks.age", keys, JwksKeys::ageInSeconds).baseUnit("seconds")
                .description("Since when the keys held were read; NaN before there are any").register(meters);
        double tolerance = settings.outageTolerance().toNanos() / 1e9;
        Gauge.builder("auth.jwks.tolerance", () -> tolerance).baseUnit("seconds")
                .description("How old keys may become before no token is believed").register(meters);
    }

    /** One guard per call, so that one call's breaker says nothing of another's. */
    private record Guards(CircuitBreakerRegistry breakers, MeterRegistry meters) {
        <A> CallGuard<A> of(String call, int concurrentCalls, Duration callTimeout, Class<? extends A> outageType,
                Function<String, ? extends A> outage) {
            return new CallGuard<>(call, concurrentCalls, callTimeout, outageType, outage, breakers, meters);
        }
    }

    private static ConnectionProvider connections(AuthSettings settings) {
        int calls = settings.access().concurrentCalls();
        return ConnectionProvider.builder("auth").maxConnections(calls + 1).pendingAcquireMaxCount(calls + 1)
                .pendingAcquireTimeout(settings.access().timeout()).maxIdleTime(Duration.ofSeconds(30))
                .maxLifeTime(Duration.ofMinutes(10)).build();
    }

    private static URI accessUri(URI authUrl) {
        String base = authUrl.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/auth/me/access");
    }

    /**
     * Asks for the keys and for one connection to the database, so that the first request meets a process that has done both
     * before. Whether they answered is no part of it, though a password that is wrong is told at once: never an error, and over after
     * {@code patience}.
     */
    public Mono<Void> firstCalls(Duration patience) {
        return Mono.whenDelayError(keys.untilAsked().timeout(patience),
                database.firstConnection(patience).doOnError(
                        error -> LOG.warn("Auth's database at the start: {}", OutageCause.of(error))))
                .onErrorComplete();
    }

    public Authenticator authenticator() {
        return authenticator;
    }

    public SessionSource sessions() {
        return sessions;
    }

    public UserSource users() {
        return users;
    }

    public MembershipSource memberships() {
        return memberships;
    }

    public AggregatedAccessSource aggregated() {
        return aggregated;
    }

    /** Begins to close every connection and waits for none. */
    @Override
    public void close() {
        keys.close();
        database.close();
        http.disposeLater().onErrorComplete().subscribe();
    }
}
