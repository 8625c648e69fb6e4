package com.kisum.bench.traffic;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import reactor.core.publisher.Mono;
import reactor.netty.NettyOutbound;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * What stands behind every gateway? A server that says the same 180 bytes to everything under {@code /api}. It also
 * plays whoever signs tokens: the key set, and one token that lasts as long as any measurement.
 */
final class Backend {
    static final int BODY_BYTES = 180;
    private static final String BODY_START = "{\"id\":\"7\",\"kind\":\"expense\",\"amount\":\"129.00\",\"currency\":\"EUR\",\"note\":\"";
    private static final String BODY_END = "\"}";

    private final ByteBuf body = Unpooled
            .unreleasableBuffer(Unpooled.directBuffer().writeBytes(body().getBytes(StandardCharsets.US_ASCII)));
    private final String keys;
    private final String token;

    private Backend(RSAKey key) throws JOSEException {
        keys = new JWKSet(key.toPublicJWK()).toString();
        token = minted(key);
    }

    static void serve(int port) throws JOSEException {
        Backend backend = new Backend(new RSAKeyGenerator(2048).keyID("bench-1").generate());
        HttpServer.create().host("127.0.0.1").port(port).handle(backend::answer).bindNow().onDispose().block();
    }

    private static String body() {
        return BODY_START + "x".repeat(BODY_BYTES - BODY_START.length() - BODY_END.length()) + BODY_END;
    }

    private static String minted(RSAKey key) throws JOSEException {
        Instant now = Instant.now();
        SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder().issuer("bench").audience("gateway").subject("ada").claim("sessionId", "s-1")
                        .claim("tokenVersion", 1).issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(86_400))).build());
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    private NettyOutbound answer(HttpServerRequest request, HttpServerResponse response) {
        return switch (request.uri()) {
            case "/.well-known/jwks.json" -> json(response).sendString(Mono.just(keys));
            case "/token" -> response.sendString(Mono.just(token));
            default -> request.uri().startsWith("/api/")
                    ? json(response).header("Content-Length", Integer.toString(BODY_BYTES)).sendObject(body.duplicate())
                    : response.status(404);
        };
    }

    private static HttpServerResponse json(HttpServerResponse response) {
        return response.header("Content-Type", "application/json");
    }
}
