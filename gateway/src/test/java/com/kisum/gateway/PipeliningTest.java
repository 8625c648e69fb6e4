package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What if a client does not wait for its answers? It gets them all, in their order, and what it sends meanwhile stays its own. */
final class PipeliningTest {
    private static final int BURST = 1_000;
    private static final int MANY = 3_000;
    /** More than the two sockets between us may hold by themselves. */
    private static final int TOO_MUCH = 64 * 1024 * 1024;

    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with("--gateway.door.head-timeout=700ms");

    private static void theBackendNamesWhatItSaw() {
        gateway.backend.does(talk -> {
            String body = talk.head().target() + talk.readBody().text();
            talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        });
    }

    @Test
    void allOfABurstAreAnsweredInTheirOrder() throws IOException {
        theBackendNamesWhatItSaw();
        try (RawClient client = gateway.client()) {
            client.send(IntStream.range(0, BURST).mapToObj(i -> ProxyUnderTest.request("GET", "/open/" + i, ""))
                    .collect(Collectors.joining()));
            for (int i = 0; i < BURST; i++) {
                assertThat(client.answer().text()).isEqualTo("/open/" + i);
            }
        }
    }

    /** Nobody waits for anything here: who answered within the reading of the burst would run out of stack. */
    @Test
    void soAreTheRefused() throws IOException {
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("GET", "/me/a", "").repeat(MANY));
            for (int i = 0; i < MANY; i++) {
                assertThat(client.answer().text()).contains("TOKEN_MISSING");
            }
            assertThat(client.send(ProxyUnderTest.request("GET", "/open/last", "")).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void bodiesAndHeadsAndTheirAbsenceKeepTheirPlaces() throws IOException {
        theBackendNamesWhatItSaw();
        StringBuilder burst = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            burst.append(ProxyUnderTest.request("POST", "/open/" + i, "Content-Length: 3\r\n")).append("one")
                    .append(ProxyUnderTest.request("PUT", "/open/" + i, "Transfer-Encoding: chunked\r\n"))
                    .append("3\r\ntwo\r\n0\r\n\r\n").append(ProxyUnderTest.request("POST", "/me/" + i,
                            "Content-Length: 5\r\n"))
                    .append("three").append(ProxyUnderTest.request("GET", "/open/" + i, ""));
        }
        try (RawClient client = gateway.client()) {
            client.send(burst.toString());
            for (int i = 0; i < 100; i++) {
                assertThat(client.answer().text()).isEqualTo("/open/" + i + "one");
                assertThat(client.answer().text()).isEqualTo("/open/" + i + "two");
                assertThat(client.answer().status()).isEqualTo(401);
                assertThat(client.answer().text()).isEqualTo("/open/" + i);
            }
        }
    }

    @Test
    void anAnswerToHeadHasNoBodyAmongThoseThatHave() throws IOException {
        gateway.backend.does(RawBackend.OK);
        try (RawClient client = gateway.client()) {
            client.send((ProxyUnderTest.request("HEAD", "/open/a", "") + ProxyUnderTest.request("HEAD", "/me/a", "")
                    + ProxyUnderTest.request("GET", "/open/a", "")).repeat(50));
            for (int i = 0; i < 50; i++) {
                assertThat(client.head().status()).isEqualTo(200);
                assertThat(client.head().status()).isEqualTo(401);
                assertThat(client.answer().text()).isEqualTo("ok");
            }
        }
    }

    /** It is we who let the second wait: the time that a head may take does not run meanwhile, and does afterwards. */
    @Test
    void whatWaitsBehindASlowAnswerIsNotASlowHead() throws IOException {
        gateway.backend.does(talk -> {
            if (talk.head().target().equals("/open/slow")) {
                assertThat(new CountDownLatch(1).await(1500, TimeUnit.MILLISECONDS)).isFalse();
            }
            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("GET", "/open/slow", "") + ProxyUnderTest.request("GET", "/open/2", "")
                    + "GET /open/3 HT");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answerIfAny()).as("a head that is never whole").isEmpty();
        }
    }

    @Test
    void aHeadInTwoPartsBehindASlowAnswerIsRead() throws IOException {
        gateway.backend.does(talk -> {
            if (talk.head().target().equals("/open/slow")) {
                assertThat(new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS)).isFalse();
            }
            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("GET", "/open/slow", "") + "GET /open/2 HT");
            assertThat(client.answer().status()).isEqualTo(200);
            client.send("TP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    /** One answer is awaited for ever. Memory is bounded if the client cannot get rid of what it sends meanwhile. */
    @ParameterizedTest
    @ValueSource(strings = {"GET /me/more HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST /me/more HTTP/1.1\r\nHost: a\r\nContent-Length: 60000000\r\n\r\n"})
    void whatIsSentWithoutEndStaysWithItsSender(String more) throws IOException, InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch sentEnough = new CountDownLatch(1);
        gateway.backend.does(talk -> {
            talk.readBody();
            asked.countDown();
            sentEnough.await();
            talk.close();
        });
        try (SocketChannel client = SocketChannel
                .open(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()))) {
            write(client, ProxyUnderTest.request("POST", "/big/first", "Content-Length: 4\r\n") + "body" + more);
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            client.configureBlocking(false);
            ByteBuffer part = ByteBuffer.wrap(more.repeat(1_000).getBytes(StandardCharsets.ISO_8859_1));
            long sent = 0;
            int refusedInARow = 0;
            while (sent < TOO_MUCH && refusedInARow < 20) {
                int written = client.write(part);
                sent += written;
                if (!part.hasRemaining()) {
                    part.rewind();
                }
                refusedInARow = written > 0 ? 0 : refusedInARow + 1;
                assertThat(written > 0 || !new CountDownLatch(1).await(25, TimeUnit.MILLISECONDS)).isTrue();
            }
            assertThat(sent).isLessThan(TOO_MUCH);
        } finally {
            sentEnough.countDown();
        }
    }

    private static void write(SocketChannel to, String latin) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(latin.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }
}
