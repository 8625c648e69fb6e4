package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Is everything that the door promises kept over HTTP/2, too? Without TLS here, so that a test can say each byte. */
final class StreamsTest {
    private static final String ENDED = "ok";
    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with("--gateway.http2.cleartext=true",
            "--gateway.door.head-timeout=2s",
            "--gateway.door.body-span=1s", "--gateway.http2.max-streams=50");

    @Test
    void aRequestPassesWithWhatHttp1WouldHaveSaid() throws Exception {
        try (RawStreams client = RawStreams.to(gateway.port())) {
            client.request(1, false, "POST", "/raw/a?q=1", "authorization", "Bearer adas-token", "x-org", "acme",
                    "cookie", "a=1", "cookie", "b=2", "te", "trailers", "x-http2-scheme", "ftp")
                    .data(1, false, "hel".getBytes(StandardCharsets.UTF_8))
                    .data(1, false, "lo".getBytes(StandardCharsets.UTF_8))
                    .head(1, true, "x-kisum-user", "eve");
            RawStreams.Stream answer = client.answer(1);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo(ENDED);
            assertThat(client.setting(3)).isEqualTo(50);
        }
        RawMessage seen = gateway.backend.saw();
        assertThat(seen.startLine()).isEqualTo("POST /raw/a?q=1 HTTP/1.1");
        assertThat(seen.text()).isEqualTo("hello");
        assertThat(seen.all("cookie")).containsExactly("a=1; b=2");
        assertThat(seen.all("x-forwarded-proto")).containsExactly("http");
        assertThat(seen.all("x-forwarded-host")).containsExactly("api.kisum.test");
        assertThat(seen.all("x-kisum-user")).containsExactly("ada");
        assertThat(seen.names()).doesNotContain("te", "x-http2-scheme", "x-http2-stream-id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "/open/../a||400", "/open/a%2fb||400", "//open||400", "*||400", "http://x/open/a||400",
            "/open/a b||400", "/open/a|x-org,a,x-org,b|400",
            "/open/a|authorization,Bearer a,authorization,Bearer b|400",
            "/open/a|x-org,a b|400", "/open/a|host,other.test|400", "/open/a|host,api.kisum.test|200",
            "/nowhere||404"})
    void theDoorRefusesItsStreamAlone(String path, String more, int status) throws Exception {
        try (RawStreams client = RawStreams.to(gateway.port())) {
            client.request(1, true, "GET", path, more == null ? new String[0] : more.split(",", -1));
            RawStreams.Stream refused = client.answer(1);
            assertThat(refused.status()).isEqualTo(status);
            if (status != 200) {
                assertThat(refused.text()).contains("\"code\"");
                assertThat(refused.heads.getFirst().get("content-type")).hasToString("application/problem+json");
                assertThat(refused.heads.getFirst().contains("x-request-id")).isTrue();
                assertThat(gateway.backend.seenSoFar()).isZero();
            }
            assertThat(client.request(3, true, "GET", "/open/a").answer(3).text()).isEqualTo(ENDED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {":method,GET,:scheme,http,:path,/open/a", ":method,GET,:scheme,http,:authority,a.test",
            ":method,GET,:scheme,http,:path,,:authority,a.test", ":scheme,http,:path,/open/a,:authority,a.test",
            ":method,GET,:path,/open/a,:authority,a.test", ":method,GET,:scheme,ftp,:path,/open/a,:authority,a.test",
            ":method,CONNECT,:authority,a.test:443", ":method,GE T,:scheme,http,:path,/open/a,:authority,a.test",
            ":method,GET,:scheme,http,:path,/open/a,:authority,a@b.test",
            ":method,GET,:scheme,http,:path,/open/a,:authority,a.test,:authority,b.test",
            ":method,GET,:scheme,http,:path,/open/a,:authority,a.test,:path,/open/b",
            ":method,GET,:scheme,http,:path,/open/a,:authority,a.test,:status,200",
            ":method,GET,:scheme,http,:path,/open/a,:authority,a.test,X-Org,acme",
            ":method,GET,:scheme,http,:path,/open/a,:authority,a.test,connection,close",
            ":method,GET,:scheme,http,:path,/open/a,:authority,a.test,transfer-encoding,chunked",
            ":method,GET,:scheme,http,:path,/open/a,:authority,a.test,te,gzip",
            ":method,GET,:scheme,http,:path,/open/a,:authority,a.test,upgrade,websocket",
            ":method,GET,:scheme,http,:path,/open/a,:authority,a.test,x-a,a\u0001b",
            ":method,GET,:scheme,http,x-a,b,:path,/open/a,:authority,a.test",
            ":method,CONNECT,:protocol,websocket,:scheme,http,:path,/open/a,:authority,a.test"})
    void whatIsNoRequestHarmsNobodyElse(String head) throws Exception {
        double before = gateway.counted("REQUEST_AMBIGUOUS");
        try (RawStreams client = RawStreams.to(gateway.port())) {
            client.head(1, true, head.split(",", -1));
            RawStreams.Stream refused = client.answer(1);
            assertThat(refused.status() == 400 || refused.reset == 1).as(head + ": " + refused.status()).isTrue();
            assertThat(gateway.counted("REQUEST_AMBIGUOUS")).as("whoever refused it").isEqualTo(before + 1);
            assertThat(client.request(3, true, "GET", "/open/a").answer(3).text()).isEqualTo(ENDED);
        }
        assertThat(gateway.backend.seenSoFar()).isEqualTo(1);
    }

    @Test
    void whatIsTooLargeIsTold() throws Exception {
        double before = gateway.counted("HEADERS_TOO_LARGE");
        try (RawStreams client = RawStreams.to(gateway.port())) {
            RawStreams.Stream path = client.request(1, true, "GET", "/open/" + "a".repeat(8_200)).answer(1);
            assertThat(path.status()).isEqualTo(414);
            assertThat(path.text()).contains("URI_TOO_LONG");
            RawStreams.Stream one = client.request(3, true, "GET", "/open/a", "x-a", "a".repeat(8_200)).answer(3);
            assertThat(one.status()).isEqualTo(431);
            String[] many = new String[20];
            for (int i = 0; i < many.length; i += 2) {
                many[i] = "x-" + i;
                many[i + 1] = "a".repeat(4_000);
            }
            RawStreams.Stream all = client.request(5, true, "GET", "/open/a", many).answer(5);
            assertThat(all.status()).isEqualTo(431);
            assertThat(all.text()).contains("HEADERS_TOO_LARGE");
            assertThat(client.request(7, true, "GET", "/open/a", "x-a", "a".repeat(85_000)).answer(7).status())
                    .isEqualTo(431);
            assertThat(gateway.counted("HEADERS_TOO_LARGE")).isEqualTo(before + 3);
            assertThat(client.request(9, true, "GET", "/open/a").answer(9).text()).isEqualTo(ENDED);
        }
    }

    @ParameterizedTest
    @CsvSource({"3,hello", "7,hello"})
    void aBodyOfAnotherLengthThanItSaidIsNone(int said, String body) throws Exception {
        try (RawStreams client = RawStreams.to(gateway.port())) {
            client.request(1, false, "POST", "/open/a", "content-length", Integer.toString(said));
            client.data(1, true, body.getBytes(StandardCharsets.UTF_8));
            assertThat(client.answer(1).reset).as("PROTOCOL_ERROR or CANCEL").isIn(1L, 8L);
            assertThat(client.request(3, true, "GET", "/open/a").answer(3).text()).isEqualTo(ENDED);
        }
    }

    @Test
    void anAnswerBeforeTheBodyIsThereCallsTheRestOff() throws Exception {
        try (RawStreams client = RawStreams.to(gateway.port())) {
            client.request(1, false, "POST", "/small/a", "content-length", "2000").data(1, false, new byte[100]);
            RawStreams.Stream answer = client.answer(1);
            assertThat(answer.status()).isEqualTo(413);
            while (answer.reset < 0 && client.read()) {
                // the answer first, then the reset
            }
            assertThat(answer.reset).as("NO_ERROR").isZero();
            assertThat(answer.ended).isTrue();
            assertThat(client.request(3, true, "GET", "/open/a").answer(3).text()).isEqualTo(ENDED);
        }
    }

    @Test
    void headHasNoBodyAndExpectIsAnswered() throws Exception {
        try (RawStreams client = RawStreams.to(gateway.port())) {
            RawStreams.Stream head = client.request(1, true, "HEAD", "/open/a").answer(1);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.heads.getLast().get("content-length")).hasToString("2");
            assertThat(head.body.size()).isZero();
            RawStreams.Stream refused = client.request(3, true, "HEAD", "/open/../a").answer(3);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body.size()).isZero();
            RawStreams.Stream asked = client.request(5, false, "POST", "/open/a", "expect", "100-continue",
                    "content-length", "5").head(5);
            assertThat(asked.status()).isEqualTo(100);
            client.data(5, true, "hello".getBytes(StandardCharsets.UTF_8));
            assertThat(client.answer(5).status()).isEqualTo(200);
        }
    }

    @Test
    void whatABackendSaysAfterItsBodyArrives() throws Exception {
        gateway.backend.answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum, Set-Cookie\r\n\r\n"
                + "5\r\nhello\r\n0\r\nX-Sum: 5d41\r\nSet-Cookie: a=b\r\nX-Kisum-User: eve\r\nGrpc-Status: 0\r\n\r\n");
        try (RawStreams client = RawStreams.to(gateway.port())) {
            RawStreams.Stream answer = client.request(1, true, "GET", "/open/a").answer(1);
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(answer.heads).hasSize(2);
            assertThat(answer.heads.getFirst().get("trailer")).hasToString("X-Sum");
            assertThat(answer.heads.getLast().get("x-sum")).hasToString("5d41");
            assertThat(answer.heads.getLast().get("grpc-status")).hasToString("0");
            assertThat(answer.heads.getLast()).hasSize(2);
        }
    }

    @Test
    void aStreamThatIsCalledOffCallsTheBackendOff() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        gateway.backend.does(talk -> {
            asked.countDown();
            talk.awaitClose();
            closed.countDown();
        });
        try (RawStreams client = RawStreams.to(gateway.port())) {
            client.request(1, true, "GET", "/open/a");
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            client.frame(RawStreams.RESET, 0, 1, new byte[]{0, 0, 0, 8});
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            gateway.backend.does(RawBackend.OK);
            assertThat(client.request(3, true, "GET", "/open/a").answer(3).text()).isEqualTo(ENDED);
        }
    }

    @Test
    void whoNeverComesToTheEndIsNotWaitedFor() throws Exception {
        try (RawStreams half = RawStreams.silent(gateway.port());
                RawStreams head = RawStreams.to(gateway.port());
                RawStreams body = RawStreams.to(gateway.port())) {
            half.write("PRI * HT".getBytes(StandardCharsets.US_ASCII));
            byte[] block = RawStreams.block(":method", "GET", ":scheme", "http", ":path", "/open/a", ":authority", "a");
            head.frame(RawStreams.HEADERS, RawStreams.END_STREAM, 1, block);
            body.request(1, false, "POST", "/big/a", "content-length", "100000").data(1, false, new byte[10]);
            half.drain();
            head.drain();
            assertThat(body.answer(1).reset).as("CANCEL").isEqualTo(8);
            assertThat(body.request(3, true, "GET", "/open/a").answer(3).text()).isEqualTo(ENDED);
        }
    }

    @RepeatedTest(3)
    void rapidResetsEndTheConnection() throws Exception {
        try (RawStreams client = RawStreams.to(gateway.port())) {
            try {
                for (int stream = 1; stream < 2_000; stream += 2) {
                    client.request(stream, true, "GET", "/open/a");
                    client.frame(RawStreams.RESET, 0, stream, new byte[]{0, 0, 0, 8});
                }
            } catch (java.net.SocketException closed) {
                // as it should be
            }
            client.drain();
        }
        try (RawStreams client = RawStreams.to(gateway.port())) {
            RawStreams.Stream later = client.request(1, true, "GET", "/open/a").answer(1);
            assertThat(later.text()).as("nobody else suffers, and no breaker opened").isEqualTo(ENDED);
        }
    }

    @Test
    void continuationsWithoutAnEndEndTheConnection() throws Exception {
        try (RawStreams client = RawStreams.to(gateway.port())) {
            client.frame(RawStreams.HEADERS, 0, 1, RawStreams.block(":method", "GET"));
            try {
                for (int i = 0; i < 1_000; i++) {
                    client.frame(RawStreams.CONTINUATION, 0, 1, RawStreams.block("x-" + i, "a"));
                }
            } catch (java.net.SocketException closed) {
                // as it should be
            }
            client.drain();
        }
    }

    @Test
    void moreStreamsThanAllowedAreRefused() throws Exception {
        double before = gateway.counted("OVERLOADED");
        CountDownLatch over = new CountDownLatch(1);
        gateway.backend.does(talk -> {
            over.await(10, TimeUnit.SECONDS);
            RawBackend.OK.answer(talk);
        });
        try (RawStreams client = RawStreams.to(gateway.port())) {
            for (int stream = 1; stream <= 101; stream += 2) {
                client.request(stream, true, "GET", "/open/a");
            }
            assertThat(client.answer(101).reset).as("REFUSED_STREAM").isEqualTo(7);
            assertThat(gateway.counted("OVERLOADED")).isEqualTo(before + 1);
            over.countDown();
            assertThat(client.answer(99).status()).isEqualTo(200);
        }
    }

    @Test
    void http1IsSpokenOnTheSamePortAndAnUpgradeIsIgnored() throws Exception {
        RawMessage answer;
        try (RawClient client = gateway.client()) {
            answer = client.send(ProxyUnderTest.request("GET", "/open/a", "Connection: Upgrade, HTTP2-Settings\r\n"
                    + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n")).answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(client.send("GET  /open/a HTTP/1.1\r\nHost: a\r\n\r\n").answer().status()).isEqualTo(400);
        }
        gateway.backend.does(RawBackend.OK);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> java = client.send(
                    HttpRequest.newBuilder(uri()).timeout(Duration.ofSeconds(10)).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(java.body()).isEqualTo(ENDED);
            assertThat(java.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
        assertThat(gateway.backend.saw().names()).doesNotContain("http2-settings", "upgrade");
    }

    private static URI uri() {
        return URI.create("http://127.0.0.1:" + gateway.port() + "/open/a");
    }

    @Test
    void curlKnowsThatHttp2IsSpoken() throws Exception {
        assertThat(said("curl", "-sS", "--http2-prior-knowledge", "-w", " %{http_version}", uri().toString()))
                .isEqualTo("ok 2");
        assertThat(said("curl", "-sS", "--http2", "-w", " %{http_version}", uri().toString())).isEqualTo("ok 1.1");
    }

    @Test
    void nodeKnowsThatHttp2IsSpoken() throws Exception {
        Assumptions.assumeTrue(isThere("node"), "skipped: node is absent here");
        assertThat(said("node", "-e", """
                const http2 = require('http2');
                const client = http2.connect('http://127.0.0.1:%d');
                let left = 20;
                for (let i = 0; i < 20; i++) {
                  const stream = client.request({ ':path': '/open/' + i, ':method': 'POST' });
                  let text = '';
                  stream.on('response', head => { text += head[':status'] + ' '; });
                  stream.on('data', part => { text += part; });
                  stream.on('end', () => { console.log(text); if (--left === 0) client.close(); });
                  stream.end('x'.repeat(100000));
                }
                """.formatted(gateway.port())).lines().distinct()).containsExactly("200 ok");
    }

    private static boolean isThere(String program) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
    }

    private static String said(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
