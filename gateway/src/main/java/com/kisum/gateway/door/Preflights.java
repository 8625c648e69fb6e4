package com.kisum.gateway.door;

import com.kisum.gateway.answer.ProblemWriter;
import com.kisum.gateway.cors.Cors;
import com.kisum.gateway.record.Refusals;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * What is a browser told that asks whether a page may ask? What was configured, the same for every path: which routes there are, and
 * who may use them, is told to requests that carry a token, and this one cannot.
 */
public final class Preflights {
    private final Cors cors;
    private final Refusals events;
    private final BooleanSupplier draining;

    /**
     * @param draining whether connections are to end with what is answered on them now
     */
    public Preflights(Cors cors, Refusals events, BooleanSupplier draining) {
        this.cors = cors;
        this.events = events;
        this.draining = draining;
    }

    /** Where nothing was configured an {@code OPTIONS} is a request like any other, and nobody has to ask each one. */
    boolean areAnswered() {
        return cors.isOn();
    }

    boolean take(HttpServerRequest request) {
        return cors.isPreflight(request);
    }

    Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        Received received = Doorway.received(request);
        response.status(HttpResponseStatus.NO_CONTENT);
        response.header(ProblemWriter.REQUEST_ID, received.trace().requestId());
        cors.fillPreflight(response.responseHeaders(), request.requestHeaders());
        if (draining.getAsBoolean()) {
            response.keepAlive(false);
        }
        events.preflight(received.trace().requestId(), received.trace().traceId(), received.methodName(),
                HttpResponseStatus.NO_CONTENT.code(), System.nanoTime() - received.startedNanos());
        return response.send();
    }
}
