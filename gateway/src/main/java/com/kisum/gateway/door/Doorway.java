package com.kisum.gateway.door;

import com.kisum.gateway.answer.ProblemWriter;
import com.kisum.gateway.record.Refusals;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * How does every request pass the door first? As the server's first route, one that takes what the door refuses; the
 * second takes preflights where CORS is configured. What passes waits at its channel: a channel carries one request at a time.
 */
public final class Doorway {
    private static final AttributeKey<DoorCheck> CHECKED = AttributeKey.valueOf(Doorway.class, "checked");

    private final Door door;
    private final Entrance entrance;
    private final ProblemWriter problems;
    private final Refusals refusals;
    private final Preflights preflights;

    public Doorway(Door door, Entrance entrance, ProblemWriter problems, Refusals refusals, Preflights preflights) {
        this.door = door;
        this.entrance = entrance;
        this.problems = problems;
        this.refusals = refusals;
        this.preflights = preflights;
    }

    public HttpServerRoutes before(HttpServerRoutes routes) {
        HttpServerRoutes guarded = routes.route(this::refuses, this::answer);
        return preflights.areAnswered() ? guarded.route(preflights::take, preflights::answer) : guarded;
    }

    /** Who asks here has come through the door. */
    public static Received received(HttpServerRequest request) {
        if (check(request) instanceof DoorCheck.Passed passed && passed.received().request().equals(request)) {
            return passed.received();
        }
        throw new IllegalStateException("a request that did not come through the door");
    }

    /** Whether a request belongs to this server: what comes in on the management port passes no door. */
    public static boolean leadsTo(HttpServerRequest request) {
        return check(request) instanceof DoorCheck.Passed passed && passed.received().request().equals(request);
    }

    private boolean refuses(HttpServerRequest request) {
        entrance.measureStream(request);
        DoorCheck check = door.check(request);
        ((Connection) request).channel().attr(CHECKED).set(check);
        return check instanceof DoorCheck.Refused;
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        if (check(request) instanceof DoorCheck.Refused refused) {
            refusals.record(refused.answer(), refused.trace().requestId(), refused.trace().traceId(),
                    request.method().name(), System.nanoTime() - refused.startedNanos());
            return problems.write(response, refused.answer(), refused.trace().requestId());
        }
        throw new IllegalStateException("asked to refuse what was not refused");
    }

    private static @Nullable DoorCheck check(HttpServerRequest request) {
        return ((Connection) request).channel().attr(CHECKED).get();
    }
}
