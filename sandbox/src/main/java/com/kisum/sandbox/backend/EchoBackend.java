package com.kisum.sandbox.backend;

import com.kisum.sandbox.web.Json;
import com.kisum.sandbox.web.WebServer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * What reached the backend? It stands for every module's backend, takes every path and method, and tells what came: the path as
 * its bytes were, each header in its order, and how long the body was, of which it keeps nothing.
 */
public final class EchoBackend implements WebServer.Handler {
    private static final Pattern MODULE = Pattern.compile("/api/([a-z][a-z0-9_-]*)(?:/.*)?");

    /** The answer's shape. */
    private record Echo(@Nullable String module, String method, String rawPath, @Nullable String query,
            List<List<String>> headers, long bodyBytes) {}

    @Override
    public Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
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
        byte[] body = Json.bytes(echo);
        response.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
        return request.method().equals(HttpMethod.HEAD)
                ? response.send()
                : response.sendByteArray(Mono.just(body)).then();
    }
}
