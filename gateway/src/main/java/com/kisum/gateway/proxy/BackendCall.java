package com.kisum.gateway.proxy;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * When is a call judged, and how long does it count? Both for as long as it is the backend's, and not the client's.
 *
 * <p>The breaker judges by the head. How long a client takes to read says nothing of the backend, and a breaker that waited for the end of
 * the few calls by which it finds out whether a backend is well again would find out never.
 *
 * <p>A place among the requests is kept until the backend has said everything, and not until the client has taken it. Who says that they
 * accept events has such a place, too: everybody can say so, of every route. When the head says that there are events, they take one of
 * the places for what goes on instead. A WebSocket has such a place from the beginning, since only a route that is made for them lets
 * one ask.
 */
final class BackendCall {
    private final BackendConnections.Connection backend;
    private final boolean stranger;
    private final StreamPlaces streams;
    private final AtomicReference<Place> place = new AtomicReference<>(Place.NONE);
    private final AtomicBoolean judged = new AtomicBoolean();
    private final long begun;

    private enum Place {
        NONE, REQUEST, STREAM
    }

    private BackendCall(BackendConnections.Connection backend, boolean stranger, StreamPlaces streams) {
        this.backend = backend;
        this.stranger = stranger;
        this.streams = streams;
        this.begun = backend.breaker().getCurrentTimestamp();
    }

    /**
     * @param stranger whether nobody is proven to ask
     * @param handshake whether it asks for a WebSocket
     * @param streams where it finds a place if it goes on
     */
    static Mono<Void> of(BackendConnections.Connection backend, boolean stranger, boolean handshake,
            StreamPlaces streams, Function<BackendCall, Mono<Void>> call) {
        return Mono.defer(() -> new BackendCall(backend, stranger, streams).run(handshake, call));
    }

    private Mono<Void> run(boolean handshake, Function<BackendCall, Mono<Void>> call) {
        if (!take(handshake ? Place.STREAM : Place.REQUEST)) {
            return Mono.error(BulkheadFullException.createBulkheadFullException(backend.bulkhead()));
        }
        CircuitBreaker breaker = backend.breaker();
        if (!breaker.tryAcquirePermission()) {
            giveBack(place.getAndSet(Place.NONE));
            return Mono.error(CallNotPermittedException.createCallNotPermittedException(breaker));
        }
        return call.apply(this).doOnError(error -> {
            if (isToBeJudged()) {
                breaker.onError(breaker.getCurrentTimestamp() - begun, breaker.getTimestampUnit(), error);
            }
        }).doFinally(_ -> {
            if (isToBeJudged()) {
                breaker.releasePermission(); // the client has gone before anything was known
            }
            giveBack(place.getAndSet(Place.NONE));
        });
    }

    /**
     * @param endless whether nobody expects the end of what follows
     * @return false where there is no place for it
     */
    boolean headArrived(boolean endless) {
        CircuitBreaker breaker = backend.breaker();
        if (isToBeJudged()) {
            breaker.onSuccess(breaker.getCurrentTimestamp() - begun, breaker.getTimestampUnit());
        }
        return !endless || place.get() == Place.STREAM || moves();
    }

    /** The backend has said everything, or will not. */
    void answered() {
        if (place.compareAndSet(Place.REQUEST, Place.NONE)) {
            giveBack(Place.REQUEST);
        }
    }

    private boolean isToBeJudged() {
        return judged.compareAndSet(false, true);
    }

    private boolean moves() {
        if (!streams.take(stranger)) {
            return false;
        }
        boolean moved = place.compareAndSet(Place.REQUEST, Place.STREAM);
        giveBack(moved ? Place.REQUEST : Place.STREAM); // the latter where it is over by now
        return true;
    }

    private boolean take(Place wanted) {
        boolean taken = wanted == Place.STREAM
                ? streams.take(stranger)
                : backend.bulkhead().tryAcquirePermission();
        if (taken) {
            place.set(wanted);
        }
        return taken;
    }

    private void giveBack(Place held) {
        switch (held) {
            case REQUEST -> backend.bulkhead().onComplete();
            case STREAM -> streams.giveBack(stranger);
            case NONE -> {
                // given back already
            }
        }
    }
}
