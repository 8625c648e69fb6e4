package com.kisum.gateway.proxy;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * How is a call counted and judged that may go on for hours? By its head.
 *
 * <p>Until then, who says that they accept events is one who asks, and takes a place among the requests: everybody can say so, of
 * every route. When the head says that there are events, it takes one of the places for what goes on instead. A WebSocket has such a
 * place from the beginning, since only a route that is made for them lets one ask.
 *
 * <p>The breaker judges by the head, too: how it ends says nothing of whether the backend answers, and a breaker that waited for the end of
 * the few calls by which it finds out whether a backend is well again would find out never.
 */
final class StreamCall {
    private final BackendConnections.Connection backend;
    private final boolean stranger;
    private final AtomicReference<Place> place = new AtomicReference<>(Place.NONE);
    private final AtomicBoolean judged = new AtomicBoolean();
    private final long begun;

    private enum Place {
        NONE, REQUEST, STREAM
    }

    /** Told when the head has come. */
    interface Head {
        /**
         * @param endless whether nobody expects the end of what follows
         * @return false where there is no place for it
         */
        boolean arrived(boolean endless);
    }

    private StreamCall(BackendConnections.Connection backend, boolean stranger) {
        this.backend = backend;
        this.stranger = stranger;
        this.begun = backend.breaker().getCurrentTimestamp();
    }

    /**
     * @param stranger whether nobody is proven to ask
     * @param handshake whether it asks for a WebSocket
     */
    static Mono<Void> of(BackendConnections.Connection backend, boolean stranger, boolean handshake,
            Function<Head, Mono<Void>> call) {
        return Mono.defer(() -> new StreamCall(backend, stranger).run(handshake, call));
    }

    private Mono<Void> run(boolean handshake, Function<Head, Mono<Void>> call) {
        if (!take(handshake ? Place.STREAM : Place.REQUEST)) {
            return Mono.error(BulkheadFullException.createBulkheadFullException(backend.bulkhead()));
        }
        CircuitBreaker breaker = backend.breaker();
        if (!breaker.tryAcquirePermission()) {
            giveBack(place.getAndSet(Place.NONE));
            return Mono.error(CallNotPermittedException.createCallNotPermittedException(breaker));
        }
        return call.apply(this::headArrived).doOnError(error -> {
            if (judged.compareAndSet(false, true)) {
                breaker.onError(breaker.getCurrentTimestamp() - begun, breaker.getTimestampUnit(), error);
            }
        }).doFinally(_ -> {
            if (judged.compareAndSet(false, true)) {
                breaker.releasePermission(); // the client has gone before anything was known
            }
            giveBack(place.getAndSet(Place.NONE));
        });
    }

    private boolean headArrived(boolean endless) {
        CircuitBreaker breaker = backend.breaker();
        if (judged.compareAndSet(false, true)) {
            breaker.onSuccess(breaker.getCurrentTimestamp() - begun, breaker.getTimestampUnit());
        }
        return !endless || place.get() == Place.STREAM || moves();
    }

    private boolean moves() {
        if (!backend.streams().take(stranger)) {
            return false;
        }
        boolean moved = place.compareAndSet(Place.REQUEST, Place.STREAM);
        giveBack(moved ? Place.REQUEST : Place.STREAM); // the latter where it is over by now
        return true;
    }

    private boolean take(Place wanted) {
        boolean taken = wanted == Place.STREAM
                ? backend.streams().take(stranger)
                : backend.bulkhead().tryAcquirePermission();
        if (taken) {
            place.set(wanted);
        }
        return taken;
    }

    private void giveBack(Place held) {
        switch (held) {
            case REQUEST -> backend.bulkhead().onComplete();
            case STREAM -> backend.streams().giveBack(stranger);
            case NONE -> {
                // given back already
            }
        }
    }
}
