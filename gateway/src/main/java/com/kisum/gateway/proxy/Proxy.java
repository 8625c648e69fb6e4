package com.kisum.gateway.proxy;

import com.kisum.gateway.answer.Answer;
import com.kisum.gateway.answer.Answers;
import com.kisum.gateway.answer.ProblemWriter;
import com.kisum.gateway.cors.Cors;
import com.kisum.gateway.door.MalformedBody;
import com.kisum.gateway.record.Recorder;
import com.kisum.policy.Caller;
import com.kisum.policy.route.BodyLimit;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * How does a request get to its backend and the answer back? Byte for byte and without being held, both ways, on the connections
 * themselves. What goes wrong before the backend's head is there becomes a {@link Failure} with an answer of ours; afterwards the
 * client's connection breaks, as it must: half an answer is none. A request's trailers are left behind.
 */
public final class Proxy {
    private static final int SWITCHING = 101;
    private static final int LEAST_FINAL_STATUS = 200;
    private static final int MOST_STATUS = 999;

    private final BackendConnections backends;
    private final Recorder recorder;
    private final Cors cors;
    private final BooleanSupplier draining;

    /** Is told when the backend's response head is there. */
    public interface HeadListener {
        void headArrived(int status, long waitedNanos);
    }

    /** No answer from the backend, so there is one of ours. */
    public static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Answer answer;
        private final long waitedNanos;

        Failure(Answer answer, long waitedNanos, Throwable cause) {
            super(answer.code().name(), cause, false, false);
            this.answer = answer;
            this.waitedNanos = waitedNanos;
        }

        public Answer answer() {
            return answer;
        }

        public long waitedNanos() {
            return waitedNanos;
        }
    }

    /**
     * @param cors which pages may read the answers
     * @param draining whether connections are to end with what is answered on them now
     */
    public Proxy(BackendConnections backends, Recorder recorder, Cors cors, BooleanSupplier draining) {
        this.backends = backends;
        this.recorder = recorder;
        this.cors = cors;
        this.draining = draining;
    }

    /**
     * Fails with a {@link Failure}, or with a bug of ours; never once the head is on its way.
     *
     * @param streams is told of what goes on for long
     */
    public Mono<Void> forward(Forwarding forwarding, HttpServerResponse response, HeadListener listener,
            StreamListener streams) {
        long started = System.nanoTime();
        HttpServerRequest request = forwarding.received().request();
        HttpHeaders headers = request.requestHeaders();
        long limit = limit(forwarding.found().route().options().maxBody());
        long declared = declaredLength(headers);
        if (declared > limit) {
            return Mono.error(new Failure(Answers.bodyTooLarge(limit), 0, new BodyTooLarge(limit)));
        }
        BackendConnections.Connection backend = backends.to(forwarding.found().route());
        boolean handshake = forwarding.found().route().options().webSocket() && Handshake.isAskedFor(request);
        Exchange exchange = new Exchange(forwarding, backend, response, listener, streams, started, handshake,
                handshake || Events.isAskedFor(headers), new AtomicBoolean());
        Mono<Void> done = declared > 0 || headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                ? Mono.using(() -> promised(request, declared, limit), body -> withBody(exchange, body),
                        PromisedBody::leave)
                : call(exchange, _ -> Mono.empty());
        return done.onErrorResume(error -> exchange.headIsOnItsWay.get()
                ? ProblemWriter.breakOff(response)
                : failed(error, System.nanoTime() - started, response));
    }

    /**
     * What one request is sent on with.
     *
     * @param handshake whether it asks to become a WebSocket, and may
     * @param goesOn whether whoever asks expects no end, of a WebSocket or of events
     */
    private record Exchange(Forwarding forwarding, BackendConnections.Connection backend, HttpServerResponse response,
            HeadListener listener, StreamListener streams, long started, boolean handshake, boolean goesOn,
            AtomicBoolean headIsOnItsWay) {}

    private static PromisedBody promised(HttpServerRequest request, long declared, long limit) {
        Flux<ByteBuf> parts = limit == Long.MAX_VALUE || declared >= 0
                ? request.receive()
                : counted(request.receive(), limit);
        return new PromisedBody(
                parts.onErrorMap(error -> error instanceof BodyTooLarge ? error : new BodyBroken(error)), declared,
                ((Connection) request).channel());
    }

    /** What is still to come needs a place among the uploads: they may keep a connection for as long as they like. */
    private Mono<Void> withBody(Exchange exchange, PromisedBody body) {
        return body.begins().then(Mono.defer(() -> {
            if (!body.isWhole()) {
                Semaphore uploads = exchange.backend.uploads();
                if (!uploads.tryAcquire()) {
                    return Mono.error(BulkheadFullException.createBulkheadFullException(exchange.backend.bulkhead()));
                }
                body.whenOver(uploads::release);
            }
            return call(exchange, out -> out.send(body));
        }));
    }

    private Mono<Void> call(Exchange exchange, Function<NettyOutbound, Publisher<Void>> body) {
        BackendConnections.Connection backend = exchange.backend;
        return BackendCall.of(backend, exchange.forwarding.caller() instanceof Caller.Unproven, exchange.handshake,
                exchange.goesOn ? backend.streams() : backend.unasked(),
                counted -> call(exchange, exchange.goesOn ? backend.streaming() : backend.client(), body, counted));
    }

    private Mono<Void> call(Exchange exchange, HttpClient client, Function<NettyOutbound, Publisher<Void>> body,
            BackendCall counted) {
        Forwarding forwarding = exchange.forwarding;
        long asked = System.nanoTime();
        return client.request(HttpMethod.valueOf(forwarding.received().methodName()))
                .uri(forwarding.target())
                .send((to, out) -> send(exchange, body, to, out))
                .responseConnection((head, connection) -> {
                    int status = head.status().code();
                    boolean switches = exchange.handshake && status == SWITCHING;
                    if (switches && !Handshake.isAgreedTo(head.responseHeaders(),
                            forwarding.received().request().requestHeaders())) {
                        return leave(connection, new IOException("the backend has not understood the handshake"));
                    }
                    if (!switches && (status < LEAST_FINAL_STATUS || status > MOST_STATUS)) {
                        return leave(connection, new IOException("the backend's status is " + status));
                    }
                    if (!counted.headArrived(switches || isEndless(head.responseHeaders()))) {
                        return leave(connection,
                                BulkheadFullException.createBulkheadFullException(exchange.backend.bulkhead()));
                    }
                    try {
                        long now = System.nanoTime();
                        recorder.backendAnswered(forwarding.found().route().backend().name(), status, now - asked);
                        fill(forwarding, head, exchange.response);
                        exchange.listener.headArrived(status, now - exchange.started);
                    } catch (RuntimeException bug) {
                        return leave(connection, new OurFault(bug));
                    }
                    exchange.headIsOnItsWay.set(true);
                    if (switches) {
                        return tunnel(exchange, connection);
                    }
                    return Mono.from(relay(exchange, head.responseHeaders(), connection, counted))
                            .onErrorResume(_ -> breakOff(exchange.response, connection))
                            .doOnCancel(() -> giveBack(connection));
                })
                .then();
    }

    private Mono<Void> tunnel(Exchange exchange, Connection backend) {
        return Tunnel.between(((Connection) exchange.response).channel(), backend.channel(),
                Handshake.answer(exchange.response.responseHeaders()),
                backends.silence(exchange.forwarding.found().route()), exchange.streams);
    }

    private static Mono<Void> failed(Throwable error, long waitedNanos, HttpServerResponse response) {
        return switch (error) {
            case OurFault fault -> Mono.error(fault);
            case Error bug -> Mono.error(bug);
            case BodyBroken broken when broken.getCause() instanceof MalformedBody ->
                Mono.error(new Failure(Answers.ambiguous("the body is not well-formed"), waitedNanos, broken));
            case BodyBroken _ -> ProblemWriter.breakOff(response); // whoever sent it has gone
            default -> Mono.error(new Failure(answerTo(error), waitedNanos, error));
        };
    }

    private static Publisher<Void> send(Exchange exchange, Function<NettyOutbound, Publisher<Void>> body,
            HttpClientRequest to, NettyOutbound out) {
        Forwarding forwarding = exchange.forwarding;
        BackendSilence.limit(((Connection) to).channel(), BackendConnections.patience(forwarding.found().route()));
        try {
            RequestHeaders.fill(to.requestHeaders(), forwarding, exchange.backend.host(),
                    forwarding.received().request().scheme());
            if (exchange.handshake) {
                Handshake.ask(to.requestHeaders());
            }
        } catch (RuntimeException bug) {
            return Mono.error(new OurFault(bug));
        }
        return body.apply(out);
    }

    /** A body that did not say how large it is. */
    private static Flux<ByteBuf> counted(ByteBufFlux body, long limit) {
        return Flux.defer(() -> {
            long[] seen = {0};
            return body.<ByteBuf>handle((part, sink) -> {
                seen[0] += part.readableBytes();
                if (seen[0] > limit) {
                    sink.error(new BodyTooLarge(limit));
                } else {
                    sink.next(part);
                }
            });
        });
    }

    /** At once: the client may have gone meanwhile, and then nobody waits for an error. */
    private static Mono<Void> breakOff(HttpServerResponse response, Connection backend) {
        giveBack(backend);
        return ProblemWriter.breakOff(response);
    }

    private static Mono<Void> leave(Connection backend, Throwable why) {
        giveBack(backend);
        return Mono.error(why);
    }

    /**
     * A body that nobody has begun to read would never be given back, nor its connection: a client may leave between the head's arrival
     * and the first look at the body, and the library does not ask then.
     */
    private static void giveBack(Connection backend) {
        // Where someone has begun to read it, they see to it; the error that says so may come after we have gone.
        backend.inbound().receive().onErrorComplete().subscribe().dispose();
    }

    private void fill(Forwarding forwarding, HttpClientResponse head, HttpServerResponse response) {
        response.status(head.status());
        ResponseHeaders.fill(response.responseHeaders(), head.responseHeaders(),
                forwarding.received().trace().requestId(), cors,
                forwarding.received().request().requestHeaders());
        if (forwarding.received().request().version().equals(HttpVersion.HTTP_1_0)) {
            response.chunkedTransfer(false); // it knows of no chunks: its answer ends with the connection
        } else {
            ResponseTrailers.pass(head, response, cors);
        }
        if (draining.getAsBoolean()) {
            response.keepAlive(false);
        }
    }

    private Publisher<Void> relay(Exchange exchange, HttpHeaders head, Connection backend, BackendCall counted) {
        HttpServerResponse response = exchange.response;
        Flux<ByteBuf> body = backend.inbound().receive().retain().doOnTerminate(counted::answered);
        if (head.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            return response.send(body);
        }
        NettyOutbound sent = response.send(body, part -> true); // of unknown length: perhaps someone waits for each part
        if (!isEndless(head)) {
            return sent;
        }
        BackendSilence.limit(backend.channel(), backends.silence(exchange.forwarding.found().route()));
        return Mono.using(() -> exchange.streams.opened(new Events(response)), _ -> sent.then(), Runnable::run);
    }

    /** Events that say how long they are have an end. */
    private static boolean isEndless(HttpHeaders head) {
        return Events.begin(head) && !head.contains(HttpHeaderNames.CONTENT_LENGTH);
    }

    private static Answer answerTo(Throwable error) {
        return switch (error) {
            case BodyTooLarge large -> Answers.bodyTooLarge(large.atMost());
            case BulkheadFullException _ -> Answers.overloaded();
            case TimeoutException _ -> Answers.overloaded(); // no connection of the pool became free
            case CallNotPermittedException _,ConnectTimeoutException _ -> Answers.backendUnavailable();
            case ReadTimeoutException _ -> Answers.backendTimeout();
            default -> Answers.backendUnavailable();
        };
    }

    private static long limit(BodyLimit limit) {
        return switch (limit) {
            case BodyLimit.Bytes(long atMost) -> atMost;
            case BodyLimit.Unlimited _ -> Long.MAX_VALUE;
        };
    }

    /** -1 when it is not said. The decoder has made sure that it is a number, and one only. */
    private static long declaredLength(HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null ? -1 : Long.parseLong(length);
    }
}
