package com.kisum.auth;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What keeps a broken neighbour from taking us with it? Around each remote call: a bound on how many are under way, a
 * breaker that stops asking for a moment when answers keep failing, a timer; and whatever goes wrong becomes the
 * answer that says so. The timeout stays with the call itself, where one looks for it; here is only the end of all
 * patience, for a call or a part of this guard that fell silent.
 */
final class CallGuard<A> {
    private static final Logger log = LoggerFactory.getLogger(CallGuard.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** The call's own timeout comes first: it knows what to clean up, and the breaker hears of it. */
    private static final Duration GRACE = Duration.ofMillis(250);

    private final String call;
    private final Bulkhead bulkhead;
    private final CircuitBreaker breaker;
    private final Class<? extends A> outageType;
    private final Function<String, ? extends A> outage;
    private final Duration patience;
    private final Timer answered;
    private final Timer failed;
    private final Timer notAsked;
    private final Timer cancelled;

    /** @param callTimeout what the call's own timeouts come to together */
    CallGuard(String call, int concurrentCalls, Duration callTimeout, Class<? extends A> outageType,
            Function<String, ? extends A> outage, CircuitBreakerRegistry breakers, MeterRegistry meters) {
        this.call = call;
        this.patience = callTimeout.plus(GRACE);
        this.outageType = outageType;
        this.outage = outage;
        this.bulkhead = Bulkhead.of("auth-" + call, BulkheadConfig.custom().maxConcurrentCalls(concurrentCalls)
                .maxWaitDuration(Duration.ZERO).writableStackTraceEnabled(false).build());
        this.breaker = breakers.circuitBreaker("auth-" + call, breakerConfig());
        this.answered = timer("answered", meters);
        this.failed = timer("outage", meters);
        this.notAsked = timer("not_asked", meters);
        this.cancelled = timer("cancelled", meters);
    }

    private Timer timer(String outcome, MeterRegistry meters) {
        return Timer.builder("auth.calls").description("Calls to Auth and its database").tag("call", call)
                .tag("outcome", outcome).register(meters);
    }

    /** Never empty, never an error, never silent. An answer that is an outage counts against the breaker as an error does. */
    Mono<A> guard(Mono<A> remote) {
        return Mono.defer(() -> {
            long start = System.nanoTime();
            return remote.switchIfEmpty(Mono.fromSupplier(() -> outage.apply("an empty answer")))
                    .transformDeferred(CircuitBreakerOperator.of(breaker))
                    .transformDeferred(BulkheadOperator.of(bulkhead))
                    .timeout(patience)
                    .doOnCancel(() -> record(cancelled, start))
                    .doOnNext(
                            answer -> record(outageType.isInstance(answer) ? failed : answered, start))
                    .onErrorResume(error -> Mono.just(outageOf(error, start)))
                    .contextWrite(LateErrors::quietly);
        });
    }

    private A outageOf(Throwable error, long start) {
        boolean turnedAway = error instanceof CallNotPermittedException || error instanceof BulkheadFullException;
        record(turnedAway ? notAsked : failed, start);
        log.debug("auth call {} failed", call, error);
        return outage.apply(OutageCause.of(error));
    }

    private static void record(Timer timer, long start) {
        timer.record(Duration.ofNanos(System.nanoTime() - start));
    }

    /**
     * Half of the last twenty failed: pause for two seconds, then try again by itself. Counted without a lock, because calls
     * end on event loops: one that is contended parks them.
     */
    private CircuitBreakerConfig breakerConfig() {
        return CircuitBreakerConfig.custom()
                .slidingWindow(20, 10, SlidingWindowType.COUNT_BASED, SlidingWindowSynchronizationStrategy.LOCK_FREE)
                .failureRateThreshold(50).slowCallRateThreshold(100)
                .slowCallDurationThreshold(Duration.ofMinutes(1)).waitDurationInOpenState(PAUSE)
                .automaticTransitionFromOpenToHalfOpenEnabled(true).permittedNumberOfCallsInHalfOpenState(3)
                .writableStackTraceEnabled(false)
                .recordResult(outageType::isInstance).build();
    }
}
