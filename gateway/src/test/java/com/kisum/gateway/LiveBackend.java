package com.kisum.gateway;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;
import reactor.netty.resources.LoopResources;

/**
 * A backend that keeps talking: WebSockets that echo, by a server that nobody here wrote, and events that do not end. Under
 * {@code …/events} it says {@code hello} and then what {@link #says} says; everything else is a WebSocket, or refused.
 */
public final class LiveBackend implements AutoCloseable {
    private static final int LONGEST = 32 * 1024 * 1024;
    private static final WebsocketServerSpec SPEC = WebsocketServerSpec.builder().compress(true)
            .maxFramePayloadLength(LONGEST).build();
    /** With these, the server would not serve who asks for none. */
    private static final WebsocketServerSpec WITH_PROTOCOLS = WebsocketServerSpec.builder().protocols("chat,superchat")
            .compress(true).maxFramePayloadLength(LONGEST).build();

    private final Sinks.Many<String> events = Sinks.many().multicast().directBestEffort();
    private final BlockingQueue<String> closes = new LinkedBlockingQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    /** Not the process's: the first gateway that stops takes those away. */
    private final LoopResources loops = LoopResources.create("live-backend", 2, true);
    private final DisposableServer server = HttpServer.create().runOn(loops).host("127.0.0.1").port(0)
            .handle(this::serve)
            .bindNow();

    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** How many WebSockets and event streams are open. */
    public int open() {
        return open.get();
    }

    /** To all event streams. */
    public void says(String event) {
        events.tryEmitNext(event);
    }

    /** With which words WebSockets ended: the code, or {@code gone}. */
    public BlockingQueue<String> closes() {
        return closes;
    }

    private Publisher<Void> serve(HttpServerRequest request, HttpServerResponse response) {
        if (request.path().endsWith("events")) {
            Flux<String> all = Flux.concat(Mono.just("hello"), events.asFlux())
                    .doOnSubscribe(_ -> open.incrementAndGet()).doFinally(_ -> open.decrementAndGet());
            return response.sse().send(all.map(event -> Unpooled.wrappedBuffer(
                    ("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8))), _ -> true);
        }
        if (!request.requestHeaders().contains("Upgrade")) {
            return response.status(426).sendString(Mono.just("no Upgrade came"));
        }
        return response.sendWebsocket(this::echo,
                request.requestHeaders().contains("Sec-WebSocket-Protocol") ? WITH_PROTOCOLS : SPEC);
    }

    private Publisher<Void> echo(WebsocketInbound in, WebsocketOutbound out) {
        open.incrementAndGet();
        in.receiveCloseStatus().map(status -> status.code() + "").defaultIfEmpty("gone").onErrorReturn("gone")
                .subscribe(closes::add);
        return out.sendObject(in.aggregateFrames(LONGEST).receiveFrames().map(LiveBackend::answer))
                .then().doFinally(_ -> open.decrementAndGet());
    }

    private static WebSocketFrame answer(WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame text && text.text().startsWith("close ")) {
            return new CloseWebSocketFrame(Integer.parseInt(text.text().substring(6)), "as you wish");
        }
        return frame.retain();
    }

    @Override
    public void close() {
        server.disposeNow();
        loops.dispose();
    }
}
