package com.kisum.bench.traffic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import reactor.netty.NettyOutbound;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** What stands behind every gateway? A server that says the same 180 bytes to everything under {@code /api}. */
final class Backend {
    static final int BODY_BYTES = 180;
    private static final String BODY_START = "{\"id\":\"7\",\"kind\":\"expense\",\"amount\":\"129.00\",\"currency\":\"EUR\",\"note\":\"";
    private static final String BODY_END = "\"}";

    private final ByteBuf body = Unpooled
            .unreleasableBuffer(Unpooled.directBuffer().writeBytes(body().getBytes(StandardCharsets.US_ASCII)));

    private Backend() {}

    static void serve(int port) {
        Backend backend = new Backend();
        HttpServer.create().host("127.0.0.1").port(port).handle(backend::answer).bindNow().onDispose().block();
    }

    private static String body() {
        return BODY_START + "x".repeat(BODY_BYTES - BODY_START.length() - BODY_END.length()) + BODY_END;
    }

    private NettyOutbound answer(HttpServerRequest request, HttpServerResponse response) {
        return request.uri().startsWith("/api/")
                ? response.header("Content-Type", "application/json")
                        .header("Content-Length", Integer.toString(BODY_BYTES)).sendObject(body.duplicate())
                : response.status(404);
    }
}
