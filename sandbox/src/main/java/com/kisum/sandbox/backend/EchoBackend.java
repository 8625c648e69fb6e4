package com.kisum.sandbox.backend;

import com.kisum.sandbox.web.Json;
import com.kisum.sandbox.web.WebServer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * What reached the backend? It stands for every module's backend, takes every path and method, and tells what came: the path as
 * its bytes were, each header in its order, and how long the body was, of which it keeps nothing. Whoever opens a WebSocket, or asks
 * for events, is told the same in the first message; then the one gets back what it says, and the other an event each second.
 */
public final class EchoBackend implements WebServer.Handler {
    private static final Pattern MODULE = Pattern.compile("/api/([a-z][a-z0-9_-]*)(?:/.*)?");

    private static final String EVENTS = "text/event-stream";
    private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(1);

    /** The answer's shape. */
    private record Echo(@Nullable String module, String method, String rawPath, @Nullable String query,
            List<List<String>> headers, long bodyBytes) {}

    @Override
    public Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        if (opensWebSocket(request)) {
            String first = text(echo(request, 0));
            return response.sendWebsocket((said, answer) -> talk(first, said, answer));
        }
        return request.receive()
                .map(chunk -> (long) chunk.readableBytes())
                .reduce(0L, Long::sum)
                .flatMap(length -> send(echo(request, length), request, response));
    }

    private static Echo echo(HttpServerRequest request, long bodyBytes) {
        String target = request.uri();
        int question = target.indexOf('?');
        String rawPath = question < 0 ? target : target.substring(0, question);
        Matcher module = MODULE.matcher(rawPath);
        List<List<String>> headers = request.requestHeaders()
                .entries()
                .stream()
                .map(header -> List.of(header.getKey(), header.getValue()))
                .toList();
        return new Echo(module.matches() ? module.group(1) : null, request.method().name(), rawPath,
                question < 0 ? null : target.substring(question + 1), headers, bodyBytes);
    }

    private static Mono<Void> send(Echo echo, HttpServerRequest request, HttpServerResponse response) {
        if (asksForEvents(request)) {
            return response.sse().sendString(events(echo)).then();
        }
        byte[] body = Json.bytes(echo);
        response.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
        return request.method().equals(HttpMethod.HEAD)
                ? response.send()
                : response.sendByteArray(Mono.just(body)).then();
    }

    private static boolean opensWebSocket(HttpServerRequest request) {
        HttpHeaders headers = request.requestHeaders();
        return request.method().equals(HttpMethod.GET)
                && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    }

    private static Publisher<Void> talk(String first, WebsocketInbound said, WebsocketOutbound answer) {
        Flux<WebSocketFrame> back = said.receiveFrames().filter(EchoBackend::saysSomething).map(WebSocketFrame::retain);
        return answer.sendObject(Flux.concat(Mono.just(new TextWebSocketFrame(first)), back));
    }

    private static boolean saysSomething(WebSocketFrame frame) {
        return frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame
                || frame instanceof ContinuationWebSocketFrame;
    }

    private static boolean asksForEvents(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.requestHeaders().containsValue(HttpHeaderNames.ACCEPT, EVENTS, true);
    }

    private static Flux<String> events(Echo echo) {
        return Flux.concat(Mono.just("event: echo\ndata: " + text(echo) + "\n\n"),
                Flux.interval(BETWEEN_EVENTS).onBackpressureDrop()
                        .map(tick -> "event: tick\ndata: " + (tick + 1) + "\n\n"));
    }

    private static String text(Echo echo) {
        return new String(Json.bytes(echo), StandardCharsets.UTF_8);
    }
}
