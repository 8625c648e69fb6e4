package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.auth.People;
import com.kisum.sandbox.run.StartFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Do clients that nobody here wrote get along with the whole of it? Those besides curl, with which the README is typed. */
@ExtendWith(RunningPlatform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsTest {
    private static final Duration ANSWERING = Duration.ofSeconds(10);
    private static final String GRANT = "/internal/memberships/m-acme-cleo/permissions/promoter.events.read";

    private static final String ORIGINS = "gateway.cors.allowed-origins";

    private final Platform platform;
    private final VisitingPage page;
    private final Gateway gateway;
    private final Asking auth;

    /** As everyone has it who says nothing: over plain HTTP it offers an upgrade to HTTP/2 with each request. */
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWERING).build();

    private String token = "";

    ClientsTest(Platform platform) throws Exception {
        this.platform = platform;
        this.page = VisitingPage.calling(platform.ports().url(Place.GATEWAY));
        this.gateway = calledFrom(page.origin("127.0.0.1"), platform);
        this.auth = Asking.at(platform, Place.AUTH).asService();
    }

    /** Whose pages may call it says whoever starts the sandbox, in {@code GATEWAY_CORS_ALLOWEDORIGINS} or as it is said here. */
    private static Gateway calledFrom(String origin, Platform platform) throws StartFailure {
        System.setProperty(ORIGINS, origin);
        try {
            return Gateway.start(platform, WholePlatform.routes());
        } finally {
            System.clearProperty(ORIGINS);
        }
    }

    @AfterAll
    void stop() {
        client.shutdownNow();
        gateway.close();
        page.close();
    }

    @BeforeEach
    void logIn() throws Exception {
        token = Asking.at(platform, Place.GATEWAY)
                .send("POST", "/auth/login", Map.of("email", "cleo@acme.test", "password", People.PASSWORD))
                .text("accessToken");
    }

    @AfterEach
    void grantAgain() throws Exception {
        assertThat(auth.send("PUT", GRANT, Map.of()).status()).isEqualTo(200);
    }

    @Test
    void javasClientAsItIsReadsAnswersOfBothKinds() throws Exception {
        HttpResponse<String> allowed = client.send(asking("/api/finance/expenses/7").build(), BodyHandlers.ofString());
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.body()).contains("\"rawPath\":\"/api/finance/expenses/7\"")
                .doesNotContainIgnoringCase("h2c");
        HttpResponse<String> denied = client.send(
                asking("/api/finance/expenses").POST(BodyPublishers.ofString("{\"amount\":7}")).build(),
                BodyHandlers.ofString());
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body()).contains("\"code\":\"PERMISSION_MISSING\"");
    }

    @Test
    void javasWebSocketTalksAndHearsWhyItEnds() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = client.newWebSocketBuilder().connectTimeout(ANSWERING)
                .header("Authorization", "Bearer " + token).header("x-org", "acme")
                .buildAsync(
                        URI.create(platform.ports().url(Place.GATEWAY).replace("http:", "ws:") + "/api/promoter/live"),
                        heard)
                .get(ANSWERING.toSeconds(), TimeUnit.SECONDS);
        assertThat(heard.next()).contains("\"rawPath\":\"/api/promoter/live\"", "\"u-cleo\"");
        socket.sendText("hello", true).get(ANSWERING.toSeconds(), TimeUnit.SECONDS);
        assertThat(heard.next()).isEqualTo("hello");
        assertThat(auth.send("DELETE", GRANT, Map.of()).status()).isEqualTo(200);
        assertThat(heard.next()).isEqualTo("4403 PERMISSION_MISSING");
    }

    /** An answer that is complete and one that was broken off must not look alike. */
    @Test
    void eventsComeOneByOneAndAreBrokenOffWithTheGrant() throws Exception {
        HttpResponse<InputStream> answer = client.send(
                asking("/api/promoter/live").header("Accept", "text/event-stream").build(),
                BodyHandlers.ofInputStream());
        try (BufferedReader events = new BufferedReader(
                new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(events.readLine()).isEqualTo("event: echo");
            assertThat(events.readLine()).startsWith("data: {\"module\":\"promoter\"");
            assertThat(events.readLine()).isEmpty();
            assertThat(events.readLine()).isEqualTo("event: tick");
            assertThat(auth.send("DELETE", GRANT, Map.of()).status()).isEqualTo(200);
            assertThatThrownBy(() -> events.lines().limit(30).count()).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void nodesFetchLogsInAndReadsAnswersOfBothKinds() throws Exception {
        assumeTrue(isThere("node"), "skipped: there is no node here");
        Process node = new ProcessBuilder("node", "--input-type=module", "-e", """
                const [url] = process.argv.slice(1);
                const json = { 'Content-Type': 'application/json' };
                const login = await fetch(url + '/auth/login', { method: 'POST', headers: json,
                  body: JSON.stringify({ email: 'cleo@acme.test', password: 'sandbox' }) });
                const headers = { Authorization: 'Bearer ' + (await login.json()).accessToken, 'x-org': 'acme' };
                const read = await fetch(url + '/api/finance/expenses/7', { headers });
                const write = await fetch(url + '/api/finance/expenses', { method: 'POST', headers, body: '{}' });
                console.log(read.status, (await read.json()).module, write.status, (await write.json()).code);
                """, platform.ports().url(Place.GATEWAY)).redirectErrorStream(true).start();
        assertThat(new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo("200 finance 403 PERMISSION_MISSING");
        assertThat(node.waitFor(ANSWERING.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aPageInABrowserLogsInAndReadsAnswersOfBothKinds(@TempDir Path profile) throws Exception {
        VisitingPage.Seen seen = page.seenFrom("127.0.0.1", profile);
        assertThat(seen.text("login", "status")).as("%s", seen).isEqualTo("200");
        assertThat(seen.text("read", "status")).isEqualTo("200");
        assertThat(seen.inBody("read", "rawPath")).isEqualTo("/api/finance/expenses/7");
        assertThat(seen.text("written", "status")).isEqualTo("403");
        assertThat(seen.inBody("written", "code")).isEqualTo("PERMISSION_MISSING");
        assertThat(seen.text("written", "id")).isNotEmpty().isEqualTo(seen.inBody("written", "requestId"));
        assertThat(seen.inBody("nobody", "code")).isEqualTo("TOKEN_MISSING");
        assertThat(seen.text("nobody", "authenticate")).startsWith("Bearer");
        assertThat(seen.complaints()).isEmpty();
    }

    @Test
    void aPageOfAnOriginThatNobodyAllowedReadsNothing(@TempDir Path profile) throws Exception {
        VisitingPage.Seen seen = page.seenFrom("localhost", profile);
        assertThat(seen.answers().size()).isEqualTo(4);
        assertThat(seen.answers()).allSatisfy(
                answer -> assertThat(answer.toString()).isEqualTo("{\"refused\":\"TypeError\"}"));
        assertThat(seen.complaints()).as("its developer reads why").hasSize(4)
                .allMatch(complaint -> complaint.contains("blocked by CORS policy"));
    }

    private HttpRequest.Builder asking(String path) {
        return HttpRequest.newBuilder(URI.create(platform.ports().url(Place.GATEWAY) + path)).timeout(ANSWERING)
                .header("Authorization", "Bearer " + token).header("x-org", "acme");
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version").redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                    .waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whole messages, and at last the code and reason of the end. */
    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder begun = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            begun.append(data);
            if (last) {
                messages.add(begun.toString());
                begun.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, data, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            messages.add(code + " " + reason);
            return WebSocket.Listener.super.onClose(socket, code, reason);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            messages.add(error.toString());
        }

        String next() throws InterruptedException {
            String message = messages.poll(ANSWERING.toSeconds(), TimeUnit.SECONDS);
            return message == null ? "nothing within " + ANSWERING : message;
        }
    }
}
