package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.web.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningPlatform.class)
class EchoBackendTest {
    private final int port;

    EchoBackendTest(Platform platform) {
        this.port = platform.ports().of(Place.BACKEND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/finance/expenses/7", "/api/finance/a%2Fb/%c3%A9", "/a/./../b//c;x=1", "/%zz", "//",
            "/a|b{c}\"<>^`", "/\\", "/:@+,*!$&'()="})
    void givesBackThePathByteForByte(String path) throws Exception {
        assertThat(echo("GET " + path + "?q=%zz;[1] HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").path("rawPath")
                .asString()).isEqualTo(path);
    }

    @Test
    void givesBackQueryAndHeadersAsTheyCame() throws Exception {
        JsonNode echo = echo(
                "GET /api/ai/x?a=1&a=%20?b HTTP/1.1\r\nHost: h\r\nX-One: 1\r\nx-one: 2\r\nX_Odd: ä\r\nConnection: close\r\n\r\n");
        assertThat(echo.propertyNames())
                .containsExactly("module", "method", "rawPath", "query", "headers", "bodyBytes");
        assertThat(echo.path("query").asString()).isEqualTo("a=1&a=%20?b");
        assertThat(echo.path("headers").toString())
                .startsWith("[[\"Host\",\"h\"],[\"X-One\",\"1\"],[\"x-one\",\"2\"],[\"X_Odd\"");
    }

    @Test
    void knowsTheModuleByThePath() throws Exception {
        assertThat(echo("GET /api/venue_marketplace/x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").path("module")
                .asString()).isEqualTo("venue_marketplace");
        assertThat(echo("GET /expenses HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").path("module").isNull())
                .isTrue();
    }

    @Test
    void countsABodyThatComesInPieces() throws Exception {
        JsonNode echo = echo("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
        assertThat(echo.path("bodyBytes").asLong()).isEqualTo(11);
        assertThat(echo.path("query").isNull()).isTrue();
    }

    @Test
    void takesEveryMethodAndAnswersHeadWithoutABody() throws Exception {
        assertThat(echo("BREW /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").path("method").asString())
                .isEqualTo("BREW");
        String head = exchange("HEAD /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertThat(head).startsWith("HTTP/1.1 200").contains("content-length: ").endsWith("\r\n\r\n");
    }

    @Test
    void tellsWhoAsksForEventsTheSameAndGoesOn() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET /api/ai/x HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\n\r\n"
                    .getBytes(StandardCharsets.UTF_8));
            BufferedReader answer = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            List<String> lines = answer.lines().takeWhile(line -> !line.equals("data: 2")).toList();
            assertThat(lines.getFirst()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(lines).contains("content-type: text/event-stream", "event: echo", "event: tick", "data: 1")
                    .anyMatch(line -> line.startsWith("data: {\"module\":\"ai\",\"method\":\"GET\""));
        }
    }

    /** What only looks like a handshake is a request like any other. */
    @Test
    void takesAnUpgradeWithoutAKeyForARequest() throws Exception {
        assertThat(echo("GET /api/ai/x HTTP/1.1\r\nHost: h\r\nConnection: close\r\nUpgrade: websocket\r\n\r\n")
                .path("module").asString()).isEqualTo("ai");
    }

    private JsonNode echo(String request) throws IOException {
        String answer = exchange(request);
        assertThat(answer).startsWith("HTTP/1.1 200");
        return Json.read(answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }

    private String exchange(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
