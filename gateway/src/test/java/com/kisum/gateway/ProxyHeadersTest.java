package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers does a backend see, and which does the client see of the backend's? */
final class ProxyHeadersTest {
    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with();

    private static RawMessage arriving(String target, String headers) throws IOException, InterruptedException {
        assertThat(gateway.get(target, headers).status()).isEqualTo(200);
        return gateway.backend.saw();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Kisum-User", "x-kisum-company", "X_Kisum_User", "X.Kisum.User", "X-Kisum_User",
            "x.kisum-access_version", "X-Kisum-Anything", "X_Org", "X.Org", "x.org", "Content_Length",
            "Transfer.Encoding",
            "X_Request_Id", "X.Forwarded.For", "X_Real_IP", "X-HTTP-Method-Override", "X-HTTP-Method",
            "X-Method-Override", "X_HTTP_Method_Override", "X-Original-URL", "X-Original-Anything", "X_Original_Method",
            "X-Rewrite-URL", "X-Override-URL", "X-HTTP-DestinationURL", "Request-Uri", "X-Envoy-Original-Path",
            "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Proxy-Authorization", "HTTP2-Settings", "Upgrade",
            "Forwarded", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP",
            "X-Client-IP", "X-Azure-ClientIP", "Fly-Client-IP", "X-AppEngine-User-IP", "X-App-Client-Ip",
            "X-Originating-IP", "X-Forwarded", "Forwarded-For", "Proxy-Client-IP", "WL-Proxy-Client-IP",
            "HTTP_CLIENT_IP",
            "HTTP_X_FORWARDED_FOR", "HTTP-X-Real-IP", "HTTP_X_KISUM_USER", "HTTP_X_ORG", "CF-Connecting-IPv6",
            "CF-Pseudo-IPv4",
            "X-Vercel-Forwarded-For", "X-NF-Client-Connection-IP", "CloudFront-Viewer-Address", "DO-Connecting-IP",
            "X-Sucuri-ClientIP", "Ali-CDN-Real-IP", "CDN-Src-IP", "Remote-Addr", "Remote_Addr", "X-Remote-Address",
            "X-Envoy-External-Address", "X-HTTP-Path-Override", "X-HTTP-Host-Override", "X-Host", "X-SSL-Client-Cert"})
    void isRemoved(String name) throws IOException, InterruptedException {
        RawMessage seen = arriving("/open/a", name + ": forged\r\nX-Kept: 1\r\n");
        assertThat(seen.names()).contains("x-kept");
        assertThat(seen.headers()).noneMatch(field -> field.value().contains("forged"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept", "Cookie", "User-Agent", "X-Custom", "Content_Type", "Origin", "Range",
            "If-None-Match", "X-Kisumu", "X-Organisation", "Accept-Encoding", "Ship-To-Address", "X-Relationship",
            "X-Hosting",
            "X-SSL-Labs", "X-HTTP-Client", "http-"})
    void isKept(String name) throws IOException, InterruptedException {
        assertThat(arriving("/open/a", name + ": some value; a=\"b\", c\r\n").all(name))
                .containsExactly("some value; a=\"b\", c");
    }

    @Test
    void aHeaderThatIsThereTwiceArrivesTwiceInItsOrder() throws IOException, InterruptedException {
        assertThat(arriving("/open/a", "X-Many: 2\r\nX-Other: 0\r\nX-Many: 1\r\n").all("x-many"))
                .containsExactly("2", "1");
    }

    @Test
    void theBackendLearnsWhoAsksAndChecksForItself() throws IOException, InterruptedException {
        RawMessage seen = arriving("/raw/a", ProxyUnderTest.CREDENTIALS + "X-Kisum-User: eve\r\nX_Kisum_User: eve\r\n"
                + "X-Kisum-Company: other\r\nX_Org: other\r\n");
        assertThat(seen.all("authorization")).containsExactly("Bearer adas-token");
        assertThat(seen.all("x-org")).containsExactly("acme");
        assertThat(seen.all("x-kisum-user")).containsExactly("ada");
        assertThat(seen.all("x-kisum-company")).containsExactly("acme");
        assertThat(seen.all("x-kisum-membership")).containsExactly("m-1");
        assertThat(seen.all("x-kisum-access-version")).hasSize(1);
        assertThat(seen.headers()).noneMatch(field -> field.value().contains("eve") || field.value().contains("other"));
    }

    @Test
    void onlyWhatIsProvenIsSaid() throws IOException, InterruptedException {
        RawMessage authenticated = arriving("/me/a", ProxyUnderTest.CREDENTIALS);
        assertThat(authenticated.all("x-kisum-user")).containsExactly("ada");
        assertThat(authenticated.names()).doesNotContain("x-kisum-company", "x-kisum-membership",
                "x-kisum-access-version");
        RawMessage member = arriving("/member/a", ProxyUnderTest.CREDENTIALS);
        assertThat(member.all("x-kisum-company")).containsExactly("acme");
        assertThat(member.all("x-kisum-membership")).containsExactly("m-1");
    }

    @Test
    void onPublicRoutesCredentialsPassUnreadAndNothingIsProven() throws IOException, InterruptedException {
        RawMessage seen = arriving("/open/a", "Authorization: Basic dTpw\r\nx-org: nobodys\r\nX-Kisum-User: eve\r\n");
        assertThat(seen.all("authorization")).containsExactly("Basic dTpw");
        assertThat(seen.all("x-org")).containsExactly("nobodys");
        assertThat(seen.names()).noneMatch(name -> name.startsWith("x-kisum"));
        assertThat(arriving("/open/a", ProxyUnderTest.CREDENTIALS).names())
                .noneMatch(name -> name.startsWith("x-kisum"));
    }

    @Test
    void whereTheRequestComesFromIsSaidAnew() throws IOException, InterruptedException {
        RawMessage seen = arriving("/open/a", "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Host: evil.test\r\n"
                + "X-Forwarded-Proto: https\r\nForwarded: for=1.2.3.4\r\n");
        assertThat(seen.all("host")).containsExactly("127.0.0.1:" + gateway.backend.port());
        assertThat(seen.all("x-forwarded-host")).containsExactly("api.kisum.test");
        assertThat(seen.all("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(seen.all("x-forwarded-proto")).containsExactly("http");
        assertThat(seen.names()).doesNotContain("forwarded");
    }

    @Test
    void aRequestIsFoundAgainBehindUs() throws IOException, InterruptedException {
        RawMessage seen = arriving("/open/a", "X-Request-Id: my-request.1\r\n"
                + "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\ntracestate: a=b\r\n");
        assertThat(seen.all("tracestate")).containsExactly("a=b");
        assertThat(seen.all("x-request-id")).containsExactly("my-request.1");
        assertThat(seen.all("traceparent")).singleElement().asString()
                .matches("00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01");
        RawMessage anew = arriving("/open/a", "X-Request-Id: not well formed\r\ntraceparent: nonsense\r\n"
                + "tracestate: a=b\r\n");
        assertThat(anew.all("tracestate")).as("a state of a trace that was not taken over").isEmpty();
        assertThat(anew.all("x-request-id")).singleElement().asString().matches("[0-9a-f]{32}");
        assertThat(anew.all("traceparent")).singleElement().asString().matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
    }

    /** The last group: what of the trace goes on. */
    @ParameterizedTest
    @CsvSource({"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff, 03",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00, 00",
            "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, 01",
            "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-will-be-like, 01"})
    void aTraceIsTakenOver(String parent, String flags) throws IOException, InterruptedException {
        RawMessage seen = arriving("/open/a", "traceparent: " + parent + "\r\ntracestate: a=b\r\n");
        assertThat(seen.all("traceparent")).singleElement().asString()
                .matches("00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-" + flags);
        assertThat(seen.all("tracestate")).containsExactly("a=b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more",
            "0-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-011",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"
                    + "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"})
    void anotherTraceIsBegun(String parent) throws IOException, InterruptedException {
        RawMessage seen = arriving("/open/a", "traceparent: " + parent + "\r\ntracestate: a=b\r\n");
        assertThat(seen.all("traceparent")).singleElement().asString()
                .doesNotContain("0af7651916cd43dd8448eb211c80319c").matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
        assertThat(seen.all("tracestate")).isEmpty();
    }

    @Test
    void ofTwoRequestIdsNoneIsTakenOver() throws IOException, InterruptedException {
        assertThat(arriving("/open/a", "X-Request-Id: one\r\nX-Request-Id: other\r\n").all("x-request-id"))
                .singleElement().asString().matches("[0-9a-f]{32}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-kisum-user", "close, X-Kisum-User", "authorization", "x-org", "x-forwarded-for"})
    void aClientsConnectionNamesNoHeaderOfOurs(String named) throws IOException {
        assertThat(gateway.get("/raw/a", ProxyUnderTest.CREDENTIALS + "Connection: " + named + "\r\n").status())
                .isEqualTo(400);
        assertThat(gateway.backend.seenSoFar()).isZero();
    }

    @Test
    void aClientsConnectionIsItsOwn() throws IOException, InterruptedException {
        RawMessage seen = arriving("/raw/a", ProxyUnderTest.CREDENTIALS + "Connection: close, TE\r\nTE: gzip\r\n");
        assertThat(seen.names()).doesNotContain("connection", "te");
        assertThat(seen.all("x-kisum-user")).containsExactly("ada");
    }

    @Test
    void anH2cUpgradeIsIgnored() throws IOException, InterruptedException {
        RawMessage seen = arriving("/open/a",
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n");
        assertThat(seen.names()).doesNotContain("upgrade", "http2-settings", "connection");
    }

    @Test
    void theClientSeesTheBackendsHeadersButThoseOfItsConnection() throws IOException {
        gateway.backend.answers("HTTP/1.1 200 Fine\r\nContent-Length: 2\r\nServer: theirs/1\r\nSet-Cookie: a=1\r\n"
                + "Set-Cookie: b=2\r\nETag: \"x\"\r\nX-Custom: kept\r\nX-Request-Id: theirs\r\nConnection: X-Hop\r\n"
                + "X-Hop: gone\r\nKeep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\nUpgrade: h2c\r\n\r\nok");
        RawMessage answer = gateway.get("/open/a", "X-Request-Id: mine\r\n");
        assertThat(answer.all("set-cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.all("server")).containsExactly("theirs/1");
        assertThat(answer.all("etag")).containsExactly("\"x\"");
        assertThat(answer.all("x-custom")).containsExactly("kept");
        assertThat(answer.all("x-request-id")).containsExactly("mine");
        assertThat(answer.names()).doesNotContain("x-hop", "keep-alive", "proxy-connection", "upgrade", "connection");
    }

    @Test
    void aClientsWishForTrailersIsItsOwnAndOurs() throws IOException, InterruptedException {
        assertThat(arriving("/open/a", "Connection: te\r\nTE: trailers\r\n").names()).doesNotContain("te",
                "connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Proxy-Authenticate: Basic", "Proxy-Authentication-Info: x", "TE: trailers",
            "Trailer: X-Sum",
            "Keep-Alive: timeout=5", "Proxy-Connection: close", "Upgrade: h2c", "Connection: X-Sum"})
    void whatABackendSaysToItsNeighbourEndsHere(String header) throws IOException {
        gateway.backend.answers("HTTP/1.1 200 Fine\r\nContent-Length: 2\r\nX-Sum: 1\r\nETag: 1\r\n" + header
                + "\r\n\r\nok");
        RawMessage answer = gateway.get("/open/a", "");
        assertThat(answer.names()).contains("etag").doesNotContain(header.split(":", 2)[0].toLowerCase(Locale.ROOT));
        assertThat(answer.text()).isEqualTo("ok");
    }

    /** Whoever mends such a name passes on a header that the backend did not send. */
    @ParameterizedTest
    @ValueSource(strings = {"X Y: a", "X\tY: a", "X : a", "X\t: a", " X: a", "X[]: a", "X\u00e4: a", "X\u0000: a",
            ": a",
            "X/Y: a", "NoColon"})
    void aBackendThatNamesAHeaderSoThatItIsNoneIsNotUnderstood(String header) throws Exception {
        isNotUnderstood("HTTP/1.1 200 Fine\r\n" + header + "\r\nContent-Length: 2\r\n\r\nok");
    }

    /** The backend is well before and afterwards: an open breaker would give the same answer for another reason. */
    private static void isNotUnderstood(String said) throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            assertThat(gateway.get("/odd/well", "").status()).isEqualTo(200);
        }
        gateway.backend.answers(said);
        RawMessage answer = gateway.get("/odd/a", "");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("\"code\":\"BACKEND_UNAVAILABLE\"");
        assertThat(gateway.backend.saw().target()).isEqualTo("/odd/a");
        assertThat(gateway.backend.seenSoFar()).as("asked again").isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n\r\n"
            + "HTTP/1.1 102 Processing\r\n\r\n"})
    void norIsOneThatDoesSoAfterAnInterimAnswer(String interim) throws Exception {
        isNotUnderstood(interim + "HTTP/1.1 200 Fine\r\nX Y: a\r\nContent-Length: 2\r\n\r\nok");
    }

    /** A body is no head, whatever it looks like; nor is the next answer on the same connection what came before it. */
    @Test
    void aBackendsBodyMaySayWhatItLikes() throws IOException {
        String body = "HTTP/1.1 200 Fine\r\nX Y: a\r\n\r\n";
        gateway.backend.answers("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 Fine\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
        try (RawClient client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(ProxyUnderTest.request("GET", "/open/a", "")).answer().text()).isEqualTo(body);
            }
            gateway.backend.answers("HTTP/1.1 200 Fine\r\nX Y: a\r\nContent-Length: 2\r\n\r\nok");
            assertThat(client.send(ProxyUnderTest.request("GET", "/open/a", "")).answer().status()).isEqualTo(503);
        }
    }

    @Test
    void aHeadThatArrivesByteByByteIsHeldToTheSame() throws IOException {
        gateway.backend.does(talk -> {
            for (char c : "HTTP/1.1 200 Fine\r\nX-A: a b: c\r\nX Y: a\r\nContent-Length: 2\r\n\r\nok".toCharArray()) {
                talk.send(String.valueOf(c));
            }
        });
        assertThat(gateway.get("/odd/a", "").status()).isEqualTo(503);
    }

    @Test
    void aBackendsTrailersPassButForThoseThatSayWhatAHeadSays() throws IOException {
        gateway.backend.answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum, Set-Cookie\r\n\r\n"
                + "3\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 5\r\nX-Request-Id: theirs\r\nSet-Cookie: a=b\r\n"
                + "Cache-Control: public\r\nX-Kisum-User: eve\r\nContent-Length: 3\r\nServer-Timing: db;dur=5\r\n\r\n");
        try (RawClient client = gateway.client()) {
            for (int i = 0; i < 2; i++) { // the second one shows that nothing of the first is left on the connection
                RawMessage answer = client.send(ProxyUnderTest.request("GET", "/open/a", "")).answer();
                assertThat(answer.text()).isEqualTo("abcde");
                assertThat(answer.complete()).isTrue();
                assertThat(answer.all("trailer")).containsExactly("X-Sum");
                assertThat(answer.all("(trailer)x-sum")).containsExactly("5");
                assertThat(answer.all("(trailer)server-timing")).containsExactly("db;dur=5");
                assertThat(answer.names().stream().filter(name -> name.startsWith("(trailer)"))).hasSize(2);
            }
        }
    }

    @Test
    void anAnswerOfKnownLengthHasNoTrailers() throws IOException {
        gateway.backend.answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTrailer: X-Sum\r\n\r\nok");
        assertThat(gateway.get("/open/a", "").names()).doesNotContain("trailer");
    }
}
