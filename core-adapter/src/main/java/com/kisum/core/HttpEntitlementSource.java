package com.kisum.core;

import com.kisum.policy.access.CompanyId;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * How is Core asked over HTTP what a company has bought? One GET with a timeout, a circuit breaker and a bulkhead around
 * it, in this order from the inside. What the breaker counts is an error until it has passed the breaker; nothing is an
 * error after that.
 */
final class HttpEntitlementSource implements EntitlementSource {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEntitlementSource.class);

    private final HttpClient client;
    private final String base;
    private final Duration timeout;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;
    private final CallTimers timers;
    private final EntitlementReader reader;

    HttpEntitlementSource(HttpClient client, CoreSettings settings, CircuitBreaker breaker, Bulkhead bulkhead,
            CallTimers timers,
            EntitlementReader reader) {
        this.client = client;
        this.base = settings.base();
        this.timeout = settings.timeout();
        this.breaker = breaker;
        this.bulkhead = bulkhead;
        this.timers = timers;
        this.reader = reader;
    }

    @Override
    public Mono<EntitlementAnswer> entitlementsOf(CompanyId company) {
        return Mono.defer(() -> {
            CallTimers.Running running = timers.start();
            return readingOf(company).doOnNext(reading -> running.end(reading.outcome()))
                    .doOnCancel(() -> running.end(CallOutcome.CANCELLED)).map(Reading::answer);
        });
    }

    private Mono<Reading> readingOf(CompanyId company) {
        return replyTo(company).timeout(timeout).onErrorMap(TimeoutException.class, this::tookTooLong)
                .transformDeferred(CircuitBreakerOperator.of(breaker)).transformDeferred(BulkheadOperator.of(bulkhead))
                .map(reply -> reader.read(company, reply)).onErrorResume(HttpEntitlementSource::outage);
    }

    private Mono<CoreReply> replyTo(CompanyId company) {
        return client.get().uri(base + "/internal/companies/" + company.value() + "/entitlements")
                .response(BoundedBody::wholeReply).single().onErrorMap(HttpEntitlementSource::unreachable)
                .flatMap(HttpEntitlementSource::unlessCoreFailed);
    }

    private static Mono<CoreReply> unlessCoreFailed(CoreReply reply) {
        return reply.isFailureOfCore()
                ? Mono.error(new CoreFault(CallOutcome.STATUS, "Core answered " + reply.status()))
                : Mono.just(reply);
    }

    private static Throwable unreachable(Throwable error) {
        return error instanceof CoreFault
                ? error
                : new CoreFault(CallOutcome.UNREACHABLE,
                        "Core cannot be reached: " + Quoted.printable(String.valueOf(error)));
    }

    private Throwable tookTooLong(TimeoutException timedOut) {
        return new CoreFault(CallOutcome.TIMEOUT, "Core did not answer within " + timeout.toMillis() + " ms");
    }

    private static Mono<Reading> outage(Throwable error) {
        return Mono.just(switch (error) {
            case CoreFault fault -> Reading.outage(fault.outcome(), fault.getMessage());
            case CallNotPermittedException open ->
                Reading.outage(CallOutcome.OPEN, "Core failed too often and is not asked for a second");
            case BulkheadFullException full -> Reading.outage(CallOutcome.FULL, "too many calls to Core are under way");
            default -> unexpected(error);
        });
    }

    private static Reading unexpected(Throwable bug) {
        LOG.error("A bug while asking Core, answered as an outage", bug);
        return Reading.outage(CallOutcome.UNEXPECTED,
                "asking Core failed unexpectedly: " + bug.getClass().getSimpleName());
    }
}
