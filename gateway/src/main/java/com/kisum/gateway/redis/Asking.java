package com.kisum.gateway.redis;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * How is a primary asked so that a broken one costs little? Where there is no connection, nobody waits. Where it hangs, a bounded
 * number waits for the timeout, then the breaker turns everyone away at once, until the line's own probe is answered again;
 * a probe that stays unanswered ends the connection.
 */
final class Asking implements Line.Purpose {
    private static final Duration REST = Duration.ofSeconds(1);

    private final Line line;
    private final Duration timeout;
    private final LongSupplier nanos;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;
    private final Runnable lookAgain;
    private volatile @Nullable ServerState state;

    /**
     * @param number of this primary among those that are known, so that names do not grow with every address there ever was
     * @param lookAgain at the topology, because this server does not behave as a primary
     */
    Asking(Primary primary, int number, Lines lines, CircuitBreakerRegistry breakers, Runnable lookAgain) {
        this.line = lines.to(primary, "commands", this);
        this.timeout = lines.settings().commandTimeout();
        this.nanos = lines.nanos();
        this.lookAgain = lookAgain;
        this.breaker = breakers.circuitBreaker("redis-" + number, breakerConfig());
        this.bulkhead = Bulkhead.of("redis-" + number, BulkheadConfig.custom()
                .maxConcurrentCalls(lines.settings().maxConcurrent()).maxWaitDuration(Duration.ZERO)
                .writableStackTraceEnabled(false).build());
        // Whoever had this number before is another server.
        breaker.reset();
    }

    Line line() {
        return line;
    }

    /** An error is an outage, or what Redis refused. */
    <T> Mono<T> ask(BiFunction<RedisAsyncCommands<String, String>, ServerState, CompletionStage<T>> question) {
        return Mono.defer(() -> {
            StatefulRedisConnection<String, String> connection = line.ready();
            ServerState known = state;
            if (connection == null || known == null) {
                return Mono.error(new Cause.NotConnected());
            }
            return Mono.fromCompletionStage(() -> question.apply(connection.async(), known)).timeout(timeout)
                    .doOnError(failure -> heed(failure, connection))
                    .transformDeferred(CircuitBreakerOperator.of(breaker))
                    .transformDeferred(BulkheadOperator.of(bulkhead));
        });
    }

    @Override
    public CompletionStage<?> opened(StatefulRedisConnection<String, String> connection) {
        return look(connection);
    }

    @Override
    public CompletionStage<?> probe(StatefulRedisConnection<String, String> connection) {
        return look(connection).thenAccept(_ -> {
            if (breaker.getState() == State.OPEN) {
                breaker.transitionToClosedState();
            }
        });
    }

    @Override
    public void lost(StatefulRedisConnection<String, String> connection) {
        lookAgain.run();
    }

    private CompletionStage<ServerState> look(StatefulRedisConnection<String, String> connection) {
        return ServerState.of(connection, nanos).thenApply(seen -> {
            state = seen;
            return seen;
        });
    }

    /** A server that was primary and is one no more keeps its connections: nobody else would end them. */
    private void heed(Throwable failure, StatefulRedisConnection<String, String> connection) {
        if (Cause.isCode(failure, "READONLY")) {
            line.drop(connection, "it is no primary any more");
        } else if (Cause.isCode(failure, "MOVED")) {
            lookAgain.run();
        }
    }

    /** Without locks, because calls end on event loops. What Redis refuses was answered: it speaks for the server. */
    private static CircuitBreakerConfig breakerConfig() {
        return CircuitBreakerConfig.custom()
                .slidingWindow(20, 10, SlidingWindowType.COUNT_BASED, SlidingWindowSynchronizationStrategy.LOCK_FREE)
                .failureRateThreshold(50).waitDurationInOpenState(REST).permittedNumberOfCallsInHalfOpenState(3)
                .writableStackTraceEnabled(false)
                .ignoreException(failure -> Cause.unwrapped(failure) instanceof RedisCommandExecutionException).build();
    }
}
