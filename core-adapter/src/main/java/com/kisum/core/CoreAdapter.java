package com.kisum.core;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** How does the gateway get at Core? It opens this once, asks the port it gives, and closes it when it stops. */
public final class CoreAdapter implements AutoCloseable {
    /** The circuit breaker's name in its registry. */
    public static final String BREAKER = "core";

    private static final Logger LOG = LoggerFactory.getLogger(CoreAdapter.class);
    /** An open breaker asks again after this; with the call that then succeeds, Core is back within two seconds. */
    private static final Duration REST = Duration.ofSeconds(1);
    /** Shorter than servers commonly keep an idle connection, so that it is not they who close it. */
    private static final Duration IDLE = Duration.ofSeconds(15);
    /** Old connections end, so that a Core that moved, or grew by a replica, is found again. */
    private static final Duration OLD = Duration.ofMinutes(5);
    private static final int UNLIMITED = -1;
    private static final int COMPANIES_TO_LOG = 1_000;

    private final ConnectionProvider connections;
    private final HttpClient client;
    private final String base;
    private final EntitlementSource entitlements;

    private CoreAdapter(ConnectionProvider connections, HttpClient client, String base,
            EntitlementSource entitlements) {
        this.connections = connections;
        this.client = client;
        this.base = base;
        this.entitlements = entitlements;
    }

    /**
     * @param clock dates the tokens that the gateway signs, and compares the modules that count with Core's own list
     * @param breakers where the breaker {@value #BREAKER} is registered, so that its state is a metric
     * @throws IllegalArgumentException if a key, certificate or secret cannot be used, with the reason
     */
    public static CoreAdapter open(CoreSettings settings, InstantSource clock, MeterRegistry meters,
            CircuitBreakerRegistry breakers) {
        UnaryOperator<HttpClient> proving = CallerProof.of(settings, clock);
        ConnectionProvider connections = connections(settings);
        HttpClient client = proving.apply(plain(connections, settings));
        EntitlementSource source = new HttpEntitlementSource(client, settings, breaker(breakers), bulkhead(settings),
                new CallTimers(meters), new EntitlementReader(new OlderRule(clock, COMPANIES_TO_LOG)));
        return new CoreAdapter(connections, client, settings.base(), source);
    }

    public EntitlementSource entitlements() {
        return entitlements;
    }

    /**
     * Opens a connection, proves who we are, and leaves it in the pool, so that the first request meets a process that has done so
     * before. What Core answers to it is no matter, though a refusal of what we prove ourselves with is told at once: never an error, and
     * over after {@code patience}.
     */
    public Mono<Void> firstCall(Duration patience) {
        return client.head().uri(base + "/").response().timeout(patience)
                .doOnNext(answer -> toldWhenRefused(answer.status().code()))
                .doOnError(_ -> LOG.warn("Core at the start: could not be asked")).onErrorComplete().then();
    }

    private static void toldWhenRefused(int status) {
        if (status == 401 || status == 403) {
            LOG.warn("Core at the start: it refuses us with status {}. Is the secret or certificate right?", status);
        }
    }

    /** Calls that are under way still end by themselves, within their timeout. */
    @Override
    public void close() {
        connections.disposeLater().onErrorComplete().subscribe();
    }

    private static HttpClient plain(ConnectionProvider connections, CoreSettings settings) {
        return HttpClient.create(connections)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(settings.timeout().toMillis()))
                .headers(headers -> headers.set(HttpHeaderNames.ACCEPT, "application/json")
                        .set(HttpHeaderNames.USER_AGENT, "kisum-gateway"));
    }

    /**
     * The bulkhead decides how many calls run, and the pool has a connection for each. What waits for one waits only until a
     * call that was given up has closed its own; a limit here would take impatient callers for an unreachable Core.
     */
    private static ConnectionProvider connections(CoreSettings settings) {
        return ConnectionProvider.builder("core").maxConnections(settings.maxConcurrent())
                .pendingAcquireMaxCount(UNLIMITED).pendingAcquireTimeout(settings.timeout()).maxIdleTime(IDLE)
                .maxLifeTime(OLD).evictInBackground(IDLE).build();
    }

    /** Without locks, because calls end on event loops: a lock that is contended parks one. */
    private static CircuitBreaker breaker(CircuitBreakerRegistry breakers) {
        return breakers.circuitBreaker(BREAKER, CircuitBreakerConfig.custom()
                .slidingWindow(20, 10, SlidingWindowType.COUNT_BASED, SlidingWindowSynchronizationStrategy.LOCK_FREE)
                .failureRateThreshold(50).waitDurationInOpenState(REST).permittedNumberOfCallsInHalfOpenState(2)
                .recordException(CoreAdapter::speaksAgainstCore).build());
    }

    /** One company's unusable facts must not take Core away from all the others. */
    private static boolean speaksAgainstCore(Throwable error) {
        return !(error instanceof CoreFault fault && fault.outcome() == CallOutcome.UNUSABLE);
    }

    private static Bulkhead bulkhead(CoreSettings settings) {
        return Bulkhead.of("core", BulkheadConfig.custom().maxConcurrentCalls(settings.maxConcurrent())
                .maxWaitDuration(Duration.ZERO).build());
    }
}
