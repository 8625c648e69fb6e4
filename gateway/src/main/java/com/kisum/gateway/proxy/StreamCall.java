package com.kisum.gateway.proxy;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * How does a breaker judge what may go on for hours? By its head: how it ends says nothing of whether the backend answers, and a breaker that waited
 * for the end of the few calls by which it finds out whether a backend is well again would find out never.
 */
final class StreamCall {
    private StreamCall() {}

    /**
     * @param call is given what to run when its head is there
     */
    static Mono<Void> of(BackendConnections.Connection backend, Function<Runnable, Mono<Void>> call) {
        return Mono.defer(() -> {
            if (!backend.streams().tryAcquire()) {
                return Mono.error(BulkheadFullException.createBulkheadFullException(backend.bulkhead()));
            }
            CircuitBreaker breaker = backend.breaker();
            if (!breaker.tryAcquirePermission()) {
                backend.streams().release();
                return Mono.error(CallNotPermittedException.createCallNotPermittedException(breaker));
            }
            AtomicBoolean judged = new AtomicBoolean();
            long begun = breaker.getCurrentTimestamp();
            return call.apply(() -> {
                if (judged.compareAndSet(false, true)) {
                    breaker.onSuccess(breaker.getCurrentTimestamp() - begun, breaker.getTimestampUnit());
                }
            }).doOnError(error -> {
                if (judged.compareAndSet(false, true)) {
                    breaker.onError(breaker.getCurrentTimestamp() - begun, breaker.getTimestampUnit(), error);
                }
            }).doFinally(_ -> {
                if (judged.compareAndSet(false, true)) {
                    breaker.releasePermission(); // the client has gone before anything was known
                }
                backend.streams().release();
            });
        });
    }
}
