package com.kisum.auth;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.net.URI;
import java.time.Duration;

/** An HTTP server that answers as Auth does, and as Auth does on a bad day. */
final class StandInAuth implements AutoCloseable {
    private static final String JWKS = "/.well-known/jwks.json";

    private final WireMockServer server = new WireMockServer(
            wireMockConfig().dynamicPort().bindAddress("127.0.0.1").containerThreads(16));

    StandInAuth() {
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    URI jwksUri() {
        return uri().resolve(JWKS);
    }

    WireMockServer server() {
        return server;
    }

    int timesKeysWereAsked() {
        return server.findAll(getRequestedFor(urlEqualTo(JWKS))).size();
    }

    StandInAuth keys(String jwks) {
        return keys(json(jwks));
    }

    StandInAuth keys(ResponseDefinitionBuilder answer) {
        server.stubFor(get(urlEqualTo(JWKS)).willReturn(answer));
        return this;
    }

    static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    void breakDown() {
        server.resetAll();
        server.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(500)));
    }

    void hangUp() {
        server.resetAll();
        server.stubFor(get(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    }

    static ResponseDefinitionBuilder slow(String body) {
        return json(body).withFixedDelay(Math.toIntExact(Duration.ofSeconds(15).toMillis()));
    }

    @Override
    public void close() {
        server.stop();
    }
}
