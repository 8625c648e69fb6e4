package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.contract.DecisionEvents;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import tools.jackson.databind.JsonNode;

/** Does every answer say which pages may read it, whoever gives it? */
final class CorsTest {
    private static final String APP = "https://app.kisum.test";
    private static final String FROM_APP = "Origin: " + APP + "\r\n";
    private static final String ASKS = "Access-Control-Request-Method: DELETE\r\n"
            + "Access-Control-Request-Headers: authorization,x-org\r\n";

    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with(
            "--gateway.cors.allowed-origins=" + APP + ",https://*.pages.test:8443,capacitor://localhost",
            "--gateway.cors.allow-credentials=true", "--gateway.cors.allowed-methods=GET,POST,DELETE",
            "--gateway.cors.allowed-headers=Authorization,x-org", "--gateway.cors.exposed-headers=X-Total-Count",
            "--gateway.cors.max-age=10m");
    private static DecisionEvents events;

    @BeforeAll
    static void start() throws IOException {
        events = DecisionEvents.listen();
    }

    @AfterAll
    static void stop() throws IOException {
        events.close();
    }

    private static RawMessage send(String request) throws IOException {
        try (RawClient client = gateway.client()) {
            return client.send(request).answer();
        }
    }

    private static RawMessage preflight(String target, String headers) throws IOException {
        try (RawClient client = gateway.client()) {
            return client.send(ProxyUnderTest.request("OPTIONS", target, headers)).head();
        }
    }

    private static List<String> corsOf(RawMessage answer) {
        return answer.names().stream().filter(name -> name.startsWith("access-control-")).sorted().toList();
    }

    private static void mayBeRead(RawMessage answer) {
        assertThat(corsOf(answer)).containsExactly("access-control-allow-credentials", "access-control-allow-origin",
                "access-control-expose-headers");
        assertThat(answer.all("access-control-allow-origin")).containsExactly(APP);
        assertThat(answer.all("access-control-allow-credentials")).containsExactly("true");
        assertThat(answer.all("access-control-expose-headers"))
                .containsExactly("X-Request-Id, Retry-After, WWW-Authenticate, X-Total-Count");
        assertThat(answer.all("vary")).containsExactly("Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/me/a", "/raw/a", "/nowhere", "/gone/a", "/internal/a"})
    void aPreflightIsAnsweredWithoutTokenOrBackendWhateverThePath(String target)
            throws IOException, InterruptedException {
        String id = "preflight-" + target.replace('/', '-');
        RawMessage answer = preflight(target, FROM_APP + ASKS + "X-Request-Id: " + id + "\r\n");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(corsOf(answer)).containsExactly("access-control-allow-credentials", "access-control-allow-headers",
                "access-control-allow-methods", "access-control-allow-origin", "access-control-max-age");
        assertThat(answer.all("access-control-allow-origin")).containsExactly(APP);
        assertThat(answer.all("access-control-allow-methods")).containsExactly("GET, POST, DELETE");
        assertThat(answer.all("access-control-allow-headers")).containsExactly("Authorization, x-org");
        assertThat(answer.all("access-control-max-age")).containsExactly("600");
        assertThat(answer.all("vary"))
                .containsExactly("Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        assertThat(answer.all("x-request-id")).containsExactly(id);
        assertThat(answer.names()).doesNotContain("transfer-encoding", "content-type");
        assertThat(gateway.backend.seenSoFar()).isZero();
        isRecordedOnce(id);
    }

    private static void isRecordedOnce(String id) throws IOException, InterruptedException {
        assertThat(gateway.get("/open/later", "X-Request-Id: after-" + id + "\r\n").status()).isEqualTo(200);
        List<JsonNode> all = events.allOf(id, "after-" + id);
        assertThat(all).hasSize(1);
        JsonNode event = all.getFirst();
        assertThat(event.path("result").stringValue("")).isEqualTo("allow");
        assertThat(event.path("status").intValue(0)).isEqualTo(204);
        assertThat(event.path("code").isNull()).isTrue();
        assertThat(event.path("upstreamStatus").isNull()).isTrue();
        assertThat(event.path("route").stringValue("")).isEqualTo("none");
        assertThat(event.path("endpoint").stringValue("")).isEqualTo("none");
        assertThat(event.path("action").stringValue("")).isEqualTo("OPTIONS");
    }

    @Test
    void aConnectionServesOnAfterAPreflight() throws IOException {
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("OPTIONS", "/me/a", FROM_APP + ASKS)
                    + ProxyUnderTest.request("OPTIONS", "/me/b", FROM_APP + ASKS));
            assertThat(client.head().status()).isEqualTo(204);
            assertThat(client.head().status()).isEqualTo(204);
            assertThat(client.send(ProxyUnderTest.request("GET", "/open/a", FROM_APP)).answer().text()).isEqualTo("ok");
        }
    }

    @Test
    void aBodyThatNobodyExpectedOfAPreflightIsLeftBehind() throws IOException {
        try (RawClient client = gateway.client()) {
            client.send(
                    ProxyUnderTest.request("OPTIONS", "/me/a", FROM_APP + ASKS + "Content-Length: 5\r\n") + "hello");
            assertThat(client.head().status()).isEqualTo(204);
            assertThat(client.send(ProxyUnderTest.request("GET", "/open/a", FROM_APP)).answer().text()).isEqualTo("ok");
        }
    }

    @Test
    void aPreflightIsTheLastWordOnItsConnectionWhereTheGatewayIsAboutToGo() throws IOException {
        AvailabilityChangeEvent.publish(gateway.application(), ReadinessState.REFUSING_TRAFFIC);
        try {
            assertThat(preflight("/me/a", FROM_APP + ASKS).all("connection")).containsExactly("close");
        } finally {
            AvailabilityChangeEvent.publish(gateway.application(), ReadinessState.ACCEPTING_TRAFFIC);
        }
        assertThat(preflight("/me/a", FROM_APP + ASKS).all("connection")).doesNotContain("close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://other.kisum.test", "http://app.kisum.test", "https://app.kisum.test:8443",
            "https://app.kisum.test/", "HTTPS://APP.KISUM.TEST", "null", "https://pages.test:8443",
            "https://a.pages.test", "https://evilpages.test:8443", "https://a.pages.test:8443.evil.test",
            "https://evil.test/.pages.test:8443", "https://evil.test:1.pages.test:8443",
            "https://user@a.pages.test:8443", "https://.pages.test:8443", "https://a..pages.test:8443",
            "https://app.kisum.test\r\nOrigin: https://app.kisum.test",
            "https://app.kisum.test, https://app.kisum.test"})
    void aPageOfAnotherOriginIsToldNothing(String origin) throws IOException, InterruptedException {
        String id = "stranger-" + Integer.toHexString(origin.hashCode());
        RawMessage answer = preflight("/me/a", "Origin: " + origin + "\r\n" + ASKS + "X-Request-Id: " + id + "\r\n");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(corsOf(answer)).isEmpty();
        assertThat(answer.all("vary")).hasSize(1).first().asString().startsWith("Origin");
        isRecordedOnce(id);
        RawMessage got = gateway.get("/open/a", "Origin: " + origin + "\r\n");
        assertThat(got.status()).as("who is no browser does not care").isEqualTo(200);
        assertThat(corsOf(got)).isEmpty();
        assertThat(got.all("vary")).containsExactly("Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {APP, "https://a.pages.test:8443", "https://a.b-c.d_e.pages.test:8443",
            "capacitor://localhost"})
    void aPageOfAnAllowedOriginIsToldItsOwn(String origin) throws IOException {
        RawMessage answer = preflight("/me/a", "Origin: " + origin + "\r\n" + ASKS);
        assertThat(answer.all("access-control-allow-origin")).containsExactly(origin);
        assertThat(gateway.get("/open/a", "Origin: " + origin + "\r\n").all("access-control-allow-origin"))
                .containsExactly(origin);
    }

    @Test
    void whatTheDoorRefusesIsRefusedBefore() throws IOException {
        RawMessage answer = send(ProxyUnderTest.request("OPTIONS", "/open/../a", FROM_APP + ASKS));
        assertThat(answer.status()).isEqualTo(400);
        mayBeRead(answer);
    }

    @ParameterizedTest
    @CsvSource({"Origin: https://app.kisum.test", "Access-Control-Request-Method: DELETE"})
    void anOptionsThatIsNoPreflightIsRouted(String half) throws IOException, InterruptedException {
        assertThat(send(ProxyUnderTest.request("OPTIONS", "/open/a", half + "\r\n")).text()).isEqualTo("ok");
        assertThat(gateway.backend.saw().startLine()).startsWith("OPTIONS /open/a");
    }

    @ParameterizedTest
    @CsvSource({"GET,/me/a,401", "GET,/nowhere,404", "TRACE,/open/a,405", "GET,/raw/a,401", "GET,/gone/a,503",
            "GET,/open/a\\b,400", "GET,/open//a,400"})
    void answersOfOursMayBeRead(String method, String target, int status) throws IOException {
        RawMessage answer = send(ProxyUnderTest.request(method, target, FROM_APP));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.all("content-type")).containsExactly("application/problem+json");
        mayBeRead(answer);
    }

    @Test
    void soMayADenialAndABug() throws IOException {
        RawMessage denied = gateway.get("/bought/a", FROM_APP + ProxyUnderTest.CREDENTIALS);
        assertThat(denied.status()).isEqualTo(403);
        mayBeRead(denied);
        RawMessage bug = gateway.get("/me/a", FROM_APP + "Authorization: Bearer exception\r\n");
        assertThat(bug.status()).isEqualTo(500);
        mayBeRead(bug);
    }

    @Test
    void soMayWhatIsSaidOfABody() throws IOException {
        RawMessage large = send(ProxyUnderTest.request("POST", "/small/a", FROM_APP + "Content-Length: 2000\r\n"));
        assertThat(large.status()).isEqualTo(413);
        mayBeRead(large);
        gateway.backend.does(RawBackend.Talk::readBody);
        RawMessage streamed = send(ProxyUnderTest.request("POST", "/small/a",
                FROM_APP + "Transfer-Encoding: chunked\r\n") + "800\r\n" + "a".repeat(0x800) + "\r\n0\r\n\r\n");
        assertThat(streamed.status()).isEqualTo(413);
        mayBeRead(streamed);
    }

    @Test
    void soMayWhatIsSaidOfAHeadThatIsTooLarge() throws IOException {
        RawMessage headers = send(ProxyUnderTest.request("GET", "/open/a", FROM_APP + "X-Large: " + "a".repeat(9_000)
                + "\r\n"));
        assertThat(headers.status()).isEqualTo(431);
        mayBeRead(headers);
        RawMessage noHost = send("GET /open/a HTTP/1.1\r\n" + FROM_APP + "\r\n");
        assertThat(noHost.status()).isEqualTo(400);
        mayBeRead(noHost);
    }

    /** Where it was given up on, and however the bytes come: browsers name the origin rather late. */
    @ParameterizedTest
    @ValueSource(ints = {97, 1_400, 70_000})
    void soMayWhatIsSaidOfAHeadThatWasNotReadToItsEnd(int step) throws IOException {
        String large = "X-Large: " + "a".repeat(40_000) + "\r\n";
        String line = "/open/" + "a".repeat(9_000);
        for (String request : List.of(ProxyUnderTest.request("GET", "/open/a", FROM_APP + large),
                ProxyUnderTest.request("GET", "/open/a", large + FROM_APP),
                ProxyUnderTest.request("GET", line, "oRiGin:" + APP + " \r\n"))) {
            try (RawClient client = gateway.client()) {
                for (int at = 0; at < request.length(); at += step) {
                    client.send(request.substring(at, Math.min(request.length(), at + step)));
                }
                RawMessage answer = client.answer();
                assertThat(answer.status()).isEqualTo(request.contains(line) ? 414 : 431);
                mayBeRead(answer);
            }
        }
        RawMessage malformed = send("GET /open/a HTTP/1.1\r\n" + FROM_APP + "a b: c\r\n\r\n");
        assertThat(malformed.status()).isEqualTo(400);
        mayBeRead(malformed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Origin: https://evil.test\r\n", FROM_APP + FROM_APP, FROM_APP + "Origin: \u0000\r\n"})
    void aHeadThatWasNotReadToItsEndIsAnsweredToNobodyWhereNoneMayAsk(String origin) throws IOException {
        RawMessage line = send(ProxyUnderTest.request("GET", "/open/" + "a".repeat(9_000), origin));
        assertThat(line.status()).isEqualTo(414);
        assertThat(corsOf(line)).isEmpty();
        assertThat(line.all("vary")).containsExactly("Origin");
    }

    @Test
    void aHeadThatIsTooLargeAndDoesNotEndIsAnsweredAllTheSame() throws IOException {
        String line = "GET /open/" + "a".repeat(9_000);
        assertThat(send(line).status()).as("after a moment").isEqualTo(414);
        assertThat(send(line + "a".repeat(64 * 1024)).status()).as("when it is far too much").isEqualTo(414);
    }

    @Test
    void soMayTheRefusalOfAHandshake() throws IOException {
        RawMessage answer = gateway.get("/me/a", FROM_APP + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n");
        assertThat(answer.status()).isEqualTo(401);
        mayBeRead(answer);
    }

    @Test
    void whatABackendSaysOfOriginsIsReplaced() throws IOException {
        gateway.backend.answers("HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\n"
                + "Access-Control-Allow-Origin: https://app.kisum.test\r\naccess-control-allow-credentials: false\r\n"
                + "ACCESS-CONTROL-EXPOSE-HEADERS: X-Secret\r\nAccess-Control-Allow-Private-Network: true\r\n"
                + "Timing-Allow-Origin: *\r\nContent-Length: 0\r\n\r\n");
        RawMessage answer = gateway.get("/open/a", FROM_APP);
        mayBeRead(answer);
        assertThat(answer.all("timing-allow-origin")).as("no header of CORS").containsExactly("*");
        assertThat(corsOf(gateway.get("/open/a", ""))).as("nobody asked").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Accept-Encoding|Accept-Encoding, Origin",
            "Accept,Accept-Language|Accept,Accept-Language, Origin", "accept, origin|accept, origin", "*|*",
            "Accept, *|Accept, *",
            "X-Origin|X-Origin, Origin"})
    void whatABackendVariesByIsKept(String said, String merged) throws IOException {
        gateway.backend.answers("HTTP/1.1 200 OK\r\nVary: " + said + "\r\nContent-Length: 0\r\n\r\n");
        assertThat(gateway.get("/open/a", FROM_APP).all("vary")).containsExactly(merged);
        assertThat(gateway.get("/open/a", "").all("vary")).as("and who comes without an origin is told, too")
                .containsExactly(merged);
    }

    @Test
    void whatABackendVariesByInTwoLinesIsKept() throws IOException {
        gateway.backend.answers("HTTP/1.1 200 OK\r\nVary: Accept\r\nvary: Cookie\r\nContent-Length: 0\r\n\r\n");
        assertThat(gateway.get("/open/a", FROM_APP).all("vary")).containsExactly("Accept, Cookie, Origin");
    }

    @Test
    void anAnswerWithoutABodyMayBeReadToo() throws IOException {
        try (RawClient client = gateway.client()) {
            mayBeRead(client.send(ProxyUnderTest.request("HEAD", "/open/a", FROM_APP)).head());
        }
        gateway.backend.answers("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n");
        try (RawClient client = gateway.client()) {
            RawMessage unchanged = client.send(ProxyUnderTest.request("GET", "/open/a", FROM_APP)).head();
            assertThat(unchanged.status()).isEqualTo(304);
            mayBeRead(unchanged);
        }
    }
}
