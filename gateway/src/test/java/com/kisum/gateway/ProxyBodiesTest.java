package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does a body arrive as it was sent, both ways, in every framing, and not beyond its limit? */
final class ProxyBodiesTest {
    private static final int TWENTY_MB = 20 * 1024 * 1024;
    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with();

    private static String post(String target, String headers) {
        return ProxyUnderTest.request("POST", target, headers);
    }

    @Test
    void aBodyOfKnownLengthArrives() throws IOException, InterruptedException {
        try (RawClient client = gateway.client()) {
            assertThat(client.send(post("/open/a", "Content-Length: 5\r\n") + "hello").answer().text()).isEqualTo("ok");
        }
        RawMessage seen = gateway.backend.saw();
        assertThat(seen.all("content-length")).containsExactly("5");
        assertThat(seen.names()).doesNotContain("transfer-encoding");
        assertThat(seen.text()).isEqualTo("hello");
    }

    @Test
    void aChunkedBodyArrivesWithoutItsTrailers() throws IOException, InterruptedException {
        try (RawClient client = gateway.client()) {
            client.send(post("/open/a", "Transfer-Encoding: chunked\r\n")
                    + "3;ext=1\r\nhel\r\n2\r\nlo\r\n0\r\nX-Kisum-User: eve\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
        RawMessage seen = gateway.backend.saw();
        assertThat(seen.all("transfer-encoding")).containsExactly("chunked");
        assertThat(seen.names()).doesNotContain("content-length");
        assertThat(seen.text()).isEqualTo("hello");
        assertThat(seen.complete()).isTrue();
    }

    @Test
    void anEmptyPostArrivesEmpty() throws IOException, InterruptedException {
        try (RawClient client = gateway.client()) {
            assertThat(client.send(post("/open/a", "Content-Length: 0\r\n")).answer().status()).isEqualTo(200);
        }
        RawMessage seen = gateway.backend.saw();
        assertThat(seen.all("content-length")).containsExactly("0");
        assertThat(seen.names()).doesNotContain("transfer-encoding");
    }

    @Test
    void aGetHasNoBody() throws IOException, InterruptedException {
        gateway.get("/open/a", "");
        assertThat(gateway.backend.saw().names()).doesNotContain("content-length", "transfer-encoding");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLargeUploadArrivesWhole(boolean chunked)
            throws IOException, InterruptedException, NoSuchAlgorithmException {
        byte[] body = random();
        try (RawClient client = gateway.client()) {
            if (chunked) {
                client.send(post("/big/a", "Transfer-Encoding: chunked\r\n")
                        + Integer.toHexString(body.length) + "\r\n").send(body).send("\r\n0\r\n\r\n");
            } else {
                client.send(post("/big/a", "Content-Length: " + body.length + "\r\n")).send(body);
            }
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(hash(gateway.backend.saw().body())).isEqualTo(hash(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "chunked", "close"})
    void aLargeDownloadArrivesWhole(String framing) throws IOException, NoSuchAlgorithmException {
        byte[] body = random();
        gateway.backend.does(talk -> {
            switch (framing) {
                case "length" -> talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
                case "chunked" -> talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(body.length) + "\r\n");
                default -> talk.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            }
            talk.send(body);
            if ("chunked".equals(framing)) {
                talk.send("\r\n0\r\n\r\n");
            } else if ("close".equals(framing)) {
                talk.close();
            }
        });
        RawMessage answer = gateway.get("/open/a", "");
        assertThat(answer.complete()).isTrue();
        assertThat(hash(answer.body())).isEqualTo(hash(body));
    }

    @Test
    void answersWithoutABodyKeepTheirHeadAndTheConnection() throws IOException {
        try (RawClient client = gateway.client()) {
            gateway.backend.answers("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
            RawMessage head = client.send(ProxyUnderTest.request("HEAD", "/open/a", "")).head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.all("content-length")).containsExactly("1234");
            gateway.backend.answers("HTTP/1.1 204 No Content\r\n\r\n");
            RawMessage none = client.send(ProxyUnderTest.request("DELETE", "/open/a", "")).head();
            assertThat(none.status()).isEqualTo(204);
            assertThat(none.names()).doesNotContain("transfer-encoding");
            gateway.backend.answers("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nContent-Length: 99\r\n\r\n");
            RawMessage same = client.send(ProxyUnderTest.request("GET", "/open/a", "")).head();
            assertThat(same.status()).isEqualTo(304);
            assertThat(same.all("etag")).containsExactly("\"x\"");
            assertThat(same.names()).doesNotContain("transfer-encoding");
            gateway.backend.does(RawBackend.OK);
            assertThat(client.send(ProxyUnderTest.request("GET", "/open/a", "")).answer().text()).isEqualTo("ok");
        }
    }

    @Test
    void aBackendMayAnswerBeforeTheBodyIsThere() throws IOException {
        gateway.backend.does(talk -> {
            talk.send("HTTP/1.1 422 Unprocessable\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbad");
            talk.awaitClose();
        });
        try (RawClient client = gateway.client()) {
            RawMessage answer = client.send(post("/open/a", "Content-Length: 100000\r\n") + "a beginning").answer();
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text()).isEqualTo("bad");
        }
    }

    @Test
    void whoAsksWhetherToGoOnIsToldTo() throws IOException, InterruptedException {
        try (RawClient client = gateway.client()) {
            client.send(post("/open/a", "Content-Length: 5\r\nExpect: 100-continue\r\n"));
            assertThat(client.head().status()).isEqualTo(100);
            assertThat(client.send("hello").answer().status()).isEqualTo(200);
        }
        RawMessage seen = gateway.backend.saw();
        assertThat(seen.text()).isEqualTo("hello");
        assertThat(seen.names()).doesNotContain("expect");
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsNotWaitedFor() throws IOException {
        try (RawClient client = gateway.client()) {
            RawMessage answer = client.send(post("/small/a", "Content-Length: 1025\r\nExpect: 100-continue\r\n"))
                    .answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.text()).contains("BODY_TOO_LARGE");
        }
        assertThat(gateway.backend.seenSoFar()).isZero();
    }

    @Test
    void aBodyThatBecomesTooLargeIsCutOff() throws IOException, InterruptedException {
        CountDownLatch cut = new CountDownLatch(1);
        gateway.backend.does(talk -> {
            if (!talk.readBody().complete()) {
                cut.countDown();
            }
            talk.close();
        });
        try (RawClient client = gateway.client()) {
            client.send(post("/small/a", "Transfer-Encoding: chunked\r\n"));
            for (int i = 0; i < 3; i++) {
                client.send("200\r\n" + "x".repeat(512) + "\r\n");
            }
            RawMessage answer = client.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.text()).contains("BODY_TOO_LARGE");
        }
        assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyOfExactlyTheLimitPasses(boolean chunked) throws IOException, InterruptedException {
        String body = "x".repeat(1024);
        try (RawClient client = gateway.client()) {
            client.send(chunked
                    ? post("/small/a", "Transfer-Encoding: chunked\r\n") + "400\r\n" + body + "\r\n0\r\n\r\n"
                    : post("/small/a", "Content-Length: 1024\r\n") + body);
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(gateway.backend.saw().text()).isEqualTo(body);
    }

    @Test
    void aConnectionCarriesOneRequestAfterAnother() throws IOException, InterruptedException {
        try (RawClient client = gateway.client()) {
            assertThat(client.send(post("/open/1", "Content-Length: 3\r\n") + "one").answer().text()).isEqualTo("ok");
            assertThat(client.send(post("/open/2", "Content-Length: 3\r\n") + "two").answer().text()).isEqualTo("ok");
        }
        assertThat(gateway.backend.saw().text()).isEqualTo("one");
        assertThat(gateway.backend.saw().text()).isEqualTo("two");
    }

    private static byte[] random() {
        byte[] body = new byte[TWENTY_MB];
        new Random(42).nextBytes(body);
        return body;
    }

    private static String hash(byte[] bytes) throws NoSuchAlgorithmException {
        return new String(MessageDigest.getInstance("SHA-256").digest(bytes), StandardCharsets.ISO_8859_1);
    }
}
