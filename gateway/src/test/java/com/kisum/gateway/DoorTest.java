package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything else runs, however it is spelt, and what is not? */
final class DoorTest {
    private static final String LINE = "GET /open/a HTTP/1.1\r\n";
    private static final String HOST = "Host: api.kisum.test\r\n";

    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with();

    private static RawMessage sent(String request) throws IOException {
        try (RawClient client = gateway.client()) {
            return client.send(request).answer();
        }
    }

    /** Refused in our own words, and the connection with it. */
    private static void isRefused(String request, int status, String code) throws IOException {
        try (RawClient client = gateway.client()) {
            RawMessage answer = client.send(request).answer();
            assertThat(answer.status()).as(answer.text()).isEqualTo(status);
            assertThat(answer.all("content-type")).containsExactly("application/problem+json");
            assertThat(answer.text()).contains("\"code\":\"" + code + "\"");
            assertThat(answer.all("x-request-id")).hasSize(1);
            assertThat(answer.all("connection")).containsExactly("close");
            assertThat(client.answerIfAny()).isEmpty();
        }
        assertThat(gateway.backend.seenSoFar()).isZero();
    }

    static Stream<String> ambiguous() {
        List<String> credentials = List.of("Bearer a, Bearer b", "Bearer a,Bearer b", "bearer a , b", "Bearer a,",
                "Bearer a Bearer b", "Bearer Bearer a b", "Basic x, Bearer y", "Basic x,Bearer y", "Basic x Bearer y",
                "Bearer a, Basic b", "Digest username=\"a\", Bearer b", "Negotiate x\tBearer y z", "a,b");
        List<String> hosts = List.of("", "Host:\r\n", "Host: a\r\nHost: a\r\n", "Host: a, b\r\n", "Host: a b\r\n",
                "Host: user@a\r\n", "Host: a/b\r\n", "Host: a:\r\n", "Host: a:b\r\n", "Host: a:99999\r\n",
                "Host: a:-1\r\n", "Host: [::1\r\n", "Host: a?b\r\n", "Host: a%41\r\n", "Host: \u00e4.test\r\n");
        List<String> fields = List.of("X Y: a", "X\t: a", "X : a", ": a", "X[]: a", "X(): a", "X\u00a0: a", "NoColon",
                "X: a\u0000b", "X: a\u0001b", "X: a\u000bb", "X: a\rb", "X: a\u007fb", "X\tY: a", "\u0001X: a",
                "X\u0000: a", "X/Y: a",
                "X\u00e4: a", "X@: a", "X,Y: a", "X\"Y: a", "X{Y}: a", "X\rY: a", "X\u007f: a",
                "x-org: acme\r\nx-org: acme",
                "x-org: a b", "x-org:", "x-org: a,b", "Authorization: Bearer a\r\nAuthorization: Bearer a");
        List<String> framings = List.of("Content-Length: 0\r\nContent-Length: 0",
                "Content-Length: 1\r\nContent-Length: 2",
                "Content-Length: 1, 1", "Content-Length: +1", "Content-Length: 0x1", "Content-Length: -1",
                "Content-Length: 1 1", "Content-Length:", "Content-Length: 99999999999999999999",
                "Transfer-Encoding: chunked\r\nContent-Length: 5", "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "TRANSFER-ENCODING: chunked\r\nContent-Length: 5",
                "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: gzip",
                "Transfer-Encoding: identity", "Transfer-Encoding: chunked, identity", "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", "Transfer-Encoding:",
                "Transfer-Encoding: chunked;a=b", "Transfer-Encoding : chunked", "Transfer-Encoding: , chunked");
        List<String> lines = List.of("GET http://api.kisum.test/open/a HTTP/1.1", "GET //open/a HTTP/1.1",
                "OPTIONS * HTTP/1.1", "CONNECT a:443 HTTP/1.1", "GET /open/a HTTP/1.2", "GET /open/a HTTP/2.0",
                "GET /open/a HTTP/9.9", "GET /open/a HTTP/1", "GET /open/a http/1.1", "GET /open/a",
                "GET /open/a b HTTP/1.1", "GET\u0000 /open/a HTTP/1.1", "G[T /open/a HTTP/1.1", "PRI * HTTP/2.0");
        List<String> spaces = List.of("GET  /open/a HTTP/1.1", "GET /open/a  HTTP/1.1", " GET /open/a HTTP/1.1",
                "GET\t/open/a HTTP/1.1", "GET /open/a\tHTTP/1.1", "GET\u000b/open/a HTTP/1.1",
                "GET /open/a\u000bHTTP/1.1", "GET\f/open/a HTTP/1.1", "GET /open/a\fHTTP/1.1", "GET\r/open/a HTTP/1.1",
                "GET /open/a\rHTTP/1.1", "GET \t/open/a HTTP/1.1", "GET /open/a HTTP/1.1 ", "GET /open/a HTTP/1.1\t",
                "\tGET /open/a HTTP/1.1", "\u000bGET /open/a HTTP/1.1", "GET /open/a HTTP/1.1 x", "GET  HTTP/1.1");
        List<String> folds = List.of("X-Folded: a\r\n b", "X-Folded: a\r\n\tb", "X-Folded:\r\n a", "X-Folded: a\r\n ",
                "x-org: acme\r\n x", "Content-Length: 1\r\n 0", "Transfer-Encoding:\r\n chunked",
                "Authorization: Bearer\r\n a");
        return Stream.of(spaces.stream().map(line -> line + "\r\n" + HOST + "\r\n"),
                folds.stream().map(field -> LINE + HOST + field + "\r\n\r\n"),
                Stream.of(LINE + " " + HOST + "\r\n", LINE + HOST + " \r\n\r\n"),
                credentials.stream().map(value -> LINE + HOST + "Authorization: " + value + "\r\n\r\n"),
                hosts.stream().map(host -> LINE + host + "\r\n"),
                fields.stream().map(field -> LINE + HOST + field + "\r\n\r\n"),
                framings.stream().map(framing -> "POST /open/a HTTP/1.1\r\n" + HOST + framing + "\r\n\r\n"),
                lines.stream().map(line -> line + "\r\n" + HOST + "\r\n"),
                Stream.of("POST /open/a HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n",
                        "GET /open/a HTTP/1.1\n" + HOST + "\r\n",
                        LINE + "Host: api.kisum.test\nX-Other: a\r\n\r\n"))
                .flatMap(requests -> requests);
    }

    @ParameterizedTest
    @MethodSource("ambiguous")
    void isAmbiguous(String request) throws IOException {
        isRefused(request, 400, "REQUEST_AMBIGUOUS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "Basic dTpw", "Digest username=\"a, Bearer b\", realm=\"c\"",
            "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host;date, Signature=0", "Negotiate YII=", "Bearer"})
    void oneCredentialPassesOnPublicRoutes(String value) throws IOException, InterruptedException {
        assertThat(gateway.get("/open/a", "Authorization: " + value + "\r\n").status()).isEqualTo(200);
        assertThat(gateway.backend.saw().all("authorization")).containsExactly(value);
    }

    @Test
    void whitespaceAroundAValueIsNoPartOfIt() throws IOException, InterruptedException {
        assertThat(gateway.get("/raw/a", "Authorization: \t Bearer adas-token \t\r\nx-org:  acme \r\n").status())
                .isEqualTo(200);
        RawMessage seen = gateway.backend.saw();
        assertThat(seen.all("authorization")).containsExactly("Bearer adas-token");
        assertThat(seen.all("x-org")).containsExactly("acme");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "", "Basic dTpw", "BearerA", "Bearer\tadas-token", "Token adas-token"})
    void whatIsNoBearerTokenIsAMissingOne(String value) throws IOException {
        RawMessage answer = gateway.get("/me/a", "Authorization: " + value + "\r\n");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).contains("\"code\":\"TOKEN_MISSING\"");
    }

    @Test
    void aTokenWithAnotherWordIsNoToken() throws IOException {
        RawMessage answer = gateway.get("/me/a", "Authorization: Bearer adas-token extra\r\n");
        assertThat(answer.text()).contains("\"code\":\"TOKEN_INVALID\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.kisum.test:8443", "localhost", "127.0.0.1:80", "[::1]:8080", "a_b.test"})
    void aHostIsAHost(String host) throws IOException {
        assertThat(sent(LINE + "Host: " + host + "\r\n\r\n").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", HOST})
    void anOldClientIsAnsweredAndItsConnectionEnds(String host) throws IOException {
        gateway.backend.answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
        try (RawClient client = gateway.client()) {
            RawMessage answer = client.send("GET /open/a HTTP/1.0\r\n" + host + "\r\n").answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.names()).as("an old client knows no chunks").doesNotContain("transfer-encoding");
            assertThat(answer.text()).isEqualTo("ok");
            assertThat(client.answerIfAny()).isEmpty();
        }
    }

    @Test
    void sizesAreHeldToTheByte() throws IOException {
        int line = 8 * 1024 - "GET /open/ HTTP/1.1".length();
        assertThat(sent("GET /open/" + "a".repeat(line) + " HTTP/1.1\r\n" + HOST + "\r\n").status()).isEqualTo(200);
        int header = 8 * 1024 - "X-Large".length();
        assertThat(sent(LINE + HOST + "X-Large: " + "a".repeat(header) + "\r\n\r\n").status()).isEqualTo(200);
        gateway.backend.does(RawBackend.OK);
        isRefused("GET /open/" + "a".repeat(line + 1) + " HTTP/1.1\r\n" + HOST + "\r\n", 414, "URI_TOO_LONG");
        isRefused(LINE + HOST + "X-Large: " + "a".repeat(header + 1) + "\r\n\r\n", 431, "HEADERS_TOO_LARGE");
        isRefused(LINE + HOST + ("X-Many: " + "a".repeat(1_000) + "\r\n").repeat(33) + "\r\n", 431,
                "HEADERS_TOO_LARGE");
    }

    /** The client takes answers in the order of its requests: a refusal that overtook another answer would be taken for it. */
    @Test
    void aRefusalDoesNotOvertakeTheAnswersBeforeIt() throws IOException {
        gateway.backend.answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst");
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("GET", "/open/1", "") + "GET /open/2 HTTP/9.9\r\n\r\n"
                    + ProxyUnderTest.request("GET", "/open/3", ""));
            assertThat(client.answer().text()).isEqualTo("first");
            assertThat(client.answer().text()).contains("REQUEST_AMBIGUOUS");
            assertThat(client.answerIfAny()).isEmpty();
        }
    }

    /** However the bytes arrive: here byte by byte. */
    @ParameterizedTest
    @ValueSource(strings = {"GET  /open/a HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /open/a HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n",
            "\r\nGET  /open/a HTTP/1.1\r\nHost: a\r\n\r\n"})
    void isAmbiguousInPieces(String request) throws IOException {
        try (RawClient client = gateway.client()) {
            for (int i = 0; i < request.length(); i++) {
                client.send(request.substring(i, i + 1));
            }
            assertThat(client.answer().text()).contains("REQUEST_AMBIGUOUS");
            assertThat(client.answerIfAny()).isEmpty();
        }
        assertThat(gateway.backend.seenSoFar()).isZero();
    }

    @Test
    void whatComesAfterABodyIsReadAsStrictly() throws IOException {
        try (RawClient client = gateway.client()) {
            client.send("POST /open/a HTTP/1.1\r\n" + HOST + "Content-Length: 9\r\n\r\n a\r\n b\r\n " + LINE + HOST
                    + "X-Folded: a\r\n b\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().text()).contains("REQUEST_AMBIGUOUS");
            assertThat(client.answerIfAny()).isEmpty();
        }
    }

    /** RFC 9112 2.2: an old client sends one after a body. */
    @Test
    void anEmptyLineBeforeARequestIsPassedOver() throws IOException {
        assertThat(sent("\r\n" + LINE + HOST + "\r\n").status()).isEqualTo(200);
    }

    @Test
    void aRefusedRequestIsFoundAgainByItsId() throws IOException {
        RawMessage answer = sent(LINE + "X-Request-Id: mine-1\r\n\r\n");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.all("x-request-id")).containsExactly("mine-1");
    }
}
