package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.kisum.browser.Browser;
import com.kisum.browser.Tab;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What may a page do that a real browser shows? The page comes from a server of its own, asks the gateway by {@code fetch}, and tells
 * its server what it saw. Chromium enforces CORS; Node's {@code fetch} does not, and is tried for the way in which it asks.
 */
final class CorsInARealBrowserTest {
    @TempDir
    static Path folder;

    private static HttpServer pages;
    private static ProxyUnderTest gateway;
    private static final BlockingQueue<String> TOLD = new LinkedBlockingQueue<>();

    @BeforeAll
    static void start() throws IOException {
        pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pages.createContext("/page", exchange -> answer(exchange, page()));
        pages.createContext("/told", exchange -> {
            try (InputStream body = exchange.getRequestBody()) {
                TOLD.add(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
            answer(exchange, "");
        });
        pages.start();
        gateway = ProxyUnderTest.start(
                "--gateway.cors.allowed-origins=http://127.0.0.1:" + pages.getAddress().getPort(),
                "--gateway.cors.exposed-headers=X-Total-Count");
    }

    @AfterAll
    static void stop() throws IOException {
        pages.stop(0);
        gateway.close();
    }

    /** It has a CORS of its own, and a browser would refuse the two together. */
    @BeforeEach
    void theBackendHasOpinions() {
        TOLD.clear();
        gateway.backend.does(talk -> {
            talk.readBody();
            talk.send("HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Expose-Headers: X-Secret\r\n"
                    + "X-Total-Count: 7\r\nX-Secret: hidden\r\nContent-Length: 2\r\n\r\nok");
        });
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String script() {
        return """
                const credentials = { 'Authorization': 'Bearer adas-token', 'x-org': 'acme' };
                async function saw(path, options) {
                  try {
                    const answer = await fetch('http://127.0.0.1:%d' + path, options);
                    const header = name => answer.headers.get(name);
                    return { status: answer.status, body: await answer.text(), id: header('X-Request-Id'),
                      authenticate: header('WWW-Authenticate'), retry: header('Retry-After'),
                      count: header('X-Total-Count'), secret: header('X-Secret') };
                  } catch (refused) {
                    return { refused: refused.name };
                  }
                }
                async function all() {
                  return {
                    read: await saw('/raw/read', { headers: credentials }),
                    written: await saw('/raw/written', { method: 'PUT', body: '{}',
                      headers: { ...credentials, 'Content-Type': 'application/json' } }),
                    denied: await saw('/bought/a', { headers: credentials }),
                    nobody: await saw('/me/a'),
                    nowhere: await saw('/nowhere', { headers: credentials }),
                    gone: await saw('/gone/a'),
                    ambiguous: await saw('/open//a'),
                    header: await saw('/open/header', { headers: { 'x-not-allowed': '1' } }),
                    cookies: await saw('/open/cookies', { credentials: 'include' }),
                  };
                }
                """.formatted(gateway.port());
    }

    private static String page() {
        return "<!doctype html><pre id=seen></pre><script>" + script() + """
                all().then(seen => {
                  document.getElementById('seen').textContent = JSON.stringify(seen);
                  return fetch('/told', { method: 'POST', body: JSON.stringify(seen) });
                });
                </script>
                """;
    }

    @Test
    void aPageOfAnAllowedOriginSeesAnswersAndErrorsAndNoMoreHeadersThanItShould()
            throws IOException, InterruptedException {
        JsonNode seen = browsed("127.0.0.1");
        everythingIsRead(seen);
        assertThat(seen.path("read").path("secret").isNull()).as("a header that nobody exposed").isTrue();
        assertThat(seen.path("header").path("refused").stringValue("")).isEqualTo("TypeError");
        assertThat(seen.path("cookies").path("refused").stringValue("")).isEqualTo("TypeError");
        assertThat(gateway.backend.seenSoFar("/open/header")).as("the preflight's answer ended it").isZero();
    }

    @Test
    void aPageOfAnotherOriginSeesNothing() throws IOException, InterruptedException {
        JsonNode seen = browsed("localhost");
        assertThat(seen.size()).isEqualTo(9);
        assertThat(seen).allSatisfy(one -> assertThat(one.path("refused").stringValue("")).isEqualTo("TypeError"));
        assertThat(gateway.backend.seenSoFar("/raw/written")).as("the preflight's answer ended it").isZero();
    }

    @Test
    void nodesFetchReadsTheSameAnswers() throws IOException, InterruptedException {
        String node = node();
        Path script = folder.resolve("script.mjs");
        Files.writeString(script, script() + "console.log(JSON.stringify(await all()));");
        Process process = new ProcessBuilder(node, script.toString()).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            JsonNode seen = JsonMapper.shared().readTree(said);
            everythingIsRead(seen);
            assertThat(seen.path("read").path("secret").stringValue("")).as("it enforces nothing").isEqualTo("hidden");
        } finally {
            process.destroyForcibly();
        }
    }

    private static void everythingIsRead(JsonNode seen) {
        for (String passed : List.of("read", "written")) {
            assertThat(seen.path(passed).path("status").intValue(0)).as(passed).isEqualTo(200);
            assertThat(seen.path(passed).path("body").stringValue("")).isEqualTo("ok");
            assertThat(seen.path(passed).path("count").stringValue("")).isEqualTo("7");
        }
        answered(seen.path("denied"), 403, "MODULE_NOT_ENTITLED");
        answered(seen.path("nobody"), 401, "TOKEN_MISSING");
        assertThat(seen.path("nobody").path("authenticate").stringValue("")).startsWith("Bearer");
        answered(seen.path("nowhere"), 404, "NO_ROUTE");
        answered(seen.path("gone"), 503, "BACKEND_UNAVAILABLE");
        assertThat(seen.path("gone").path("retry").stringValue("")).isNotEmpty();
        answered(seen.path("ambiguous"), 400, "REQUEST_AMBIGUOUS");
    }

    private static void answered(JsonNode seen, int status, String code) {
        assertThat(seen.path("status").intValue(0)).as(code).isEqualTo(status);
        assertThat(JsonMapper.shared().readTree(seen.path("body").stringValue("{}")).path("code").stringValue(""))
                .isEqualTo(code);
        assertThat(seen.path("id").stringValue("")).as("its X-Request-Id").isNotEmpty();
    }

    private static JsonNode browsed(String host) throws IOException, InterruptedException {
        try (Browser browser = Browser.start(Files.createDirectory(folder.resolve(host))); Tab tab = browser.tab()) {
            tab.open("http://" + host + ":" + pages.getAddress().getPort() + "/page");
            return JsonMapper.shared()
                    .readTree(Objects.requireNonNull(TOLD.poll(60, TimeUnit.SECONDS), "the page told nothing"));
        }
    }

    private static String node() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "node")).filter(Files::isExecutable)
                .findFirst().map(Path::toString).orElseGet(() -> {
                    String sentence = "Node is not installed, so nobody has tried CORS with it here";
                    System.err.println("SKIPPED: " + sentence);
                    return abort(sentence);
                });
    }
}
