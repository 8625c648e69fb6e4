package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** May somebody whose bodies are refused, over HTTP/2, cost those who share a connection with them anything? */
final class UnwantedBodiesTest {
    private static final int MOST_STREAMS = 50;
    private static final int REFUSED = 1_000;
    /** As much as all streams may send together. Four fifths of them use up more than half of it. */
    private static final long WINDOW = MOST_STREAMS * 65_535L;
    private static final int MANY = 2 * MOST_STREAMS * 4 / 5 + 1;
    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with("--gateway.http2.cleartext=true",
            "--gateway.http2.max-streams=" + MOST_STREAMS);

    @BeforeAll
    static void start() throws IOException {
        try (RawStreams client = RawStreams.to(gateway.port())) { // what is slow at first would take a moment
            for (int stream = 1; stream < 200; stream += 2) {
                client.request(stream, false, "POST", "/raw/a").data(stream, true, new byte[1]).answer(stream);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/raw/a,401", "/a b,400"})
    void aThousandRefusedPostsLeaveTheOtherStreamsAlone(String path, int status) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        gateway.backend.does(talk -> {
            over.await(30, TimeUnit.SECONDS);
            RawBackend.OK.answer(talk);
        });
        try (RawStreams client = RawStreams.to(gateway.port())) {
            client.request(1, true, "GET", "/open/a");
            int together = MOST_STREAMS - 1;
            for (int first = 3; first < 2 * REFUSED; first += 2 * together) {
                int end = first + 2 * together;
                for (int stream = first; stream < end; stream += 2) {
                    client.request(stream, false, "POST", path);
                }
                for (int stream = first; stream < end; stream += 2) {
                    assertThat(client.answer(stream).status()).isEqualTo(status);
                    for (int i = 0; i < 3; i++) {
                        client.data(stream, false, new byte[10]);
                    }
                    client.data(stream, true, new byte[10]);
                }
                client.settle();
                for (int stream = first; stream < end; stream += 2) {
                    assertThat(client.stream(stream).reset).as("stream %d", stream).isEqualTo(-1);
                }
            }
            over.countDown();
            assertThat(client.answer(1).text()).isEqualTo("ok");
            assertThat(client.isGoneAway()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/raw/a", "/a b"})
    void whoSendsAllThatMayBeSentIsToldToStop(String path) throws Exception {
        try (RawStreams client = RawStreams.to(gateway.port())) {
            RawStreams.Stream refused = client.request(1, false, "POST", path).answer(1);
            for (int i = 0; i < 3; i++) {
                client.data(1, false, new byte[16_384]);
            }
            client.settle();
            assertThat(refused.reset).isEqualTo(-1);
            assertThat(refused.windowUpdates).isZero();
            client.data(1, false, new byte[65_535 - 3 * 16_384]).settle();
            assertThat(refused.reset).as("NO_ERROR").isZero();
            assertThat(refused.windowUpdates).isZero();
            assertThat(client.request(3, true, "GET", "/open/a").answer(3).text()).isEqualTo("ok");
        }
    }

    @Test
    void whoNeitherEndsNorFillsTheWindowIsToldAfterAMomentAndMayNotHaveHeardYet() throws Exception {
        try (RawStreams client = RawStreams.to(gateway.port())) {
            RawStreams.Stream refused = client.request(1, false, "POST", "/raw/a").answer(1);
            long since = System.nanoTime();
            client.data(1, false, new byte[1]);
            while (refused.reset < 0) {
                assertThat(client.read()).isTrue();
            }
            assertThat(refused.reset).as("NO_ERROR").isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isBetween(Duration.ofMillis(700),
                    Duration.ofSeconds(5));
            for (int i = 0; i < REFUSED; i++) {
                client.data(1, false, new byte[1]);
            }
            assertThat(client.settle().request(3, true, "GET", "/open/a").answer(3).text()).isEqualTo("ok");
            assertThat(client.isGoneAway()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"/raw/a,false", "/raw/a,true", "/small/a,false", "/small/a,true", "/a b,false",
            "/a b,true"})
    void whatIsDroppedIsGivenBackToTheConnection(String path, boolean atOnce) throws Exception {
        try (RawStreams client = RawStreams.to(gateway.port())) {
            client.settle();
            for (int stream = 1; stream < MANY; stream += 2) {
                client.request(stream, false, "POST", path, "content-length", "90000");
                if (!atOnce) {
                    client.answer(stream);
                }
                for (int i = 0; i < 4; i++) {
                    while (client.connectionWindow() < 15_000) {
                        assertThat(client.read()).isTrue();
                    }
                    client.data(stream, false, new byte[15_000]);
                }
                client.answer(stream);
            }
            client.settle();
            assertThat(client.connectionWindow()).as("updates come when half is used")
                    .isBetween(WINDOW / 2, WINDOW);
            for (int stream = 1; stream < MANY; stream += 2) {
                RawStreams.Stream refused = client.stream(stream);
                while (refused.reset < 0) {
                    assertThat(client.read()).isTrue();
                }
                assertThat(refused.reset).as("NO_ERROR").isZero();
            }
            assertThat(client.settle().connectionWindow()).isBetween(WINDOW / 2, WINDOW);
            assertThat(client.request(MANY, true, "GET", "/open/a").answer(MANY).text()).isEqualTo("ok");
        }
    }

    @Test
    void aBodyThatIsDroppedTakesAPlaceOfItsClients() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        gateway.backend.does(talk -> {
            over.await(30, TimeUnit.SECONDS);
            RawBackend.OK.answer(talk);
        });
        try (RawStreams client = RawStreams.to(gateway.port())) {
            int last = 2 * MOST_STREAMS - 1;
            for (int stream = 1; stream < last; stream += 2) {
                client.request(stream, true, "GET", "/open/a");
            }
            assertThat(client.settle().request(last, false, "POST", "/raw/a").answer(last).status()).isEqualTo(401);
            int more = 2 * MOST_STREAMS + 1;
            assertThat(client.request(more, true, "GET", "/open/a").answer(more).reset).as("REFUSED_STREAM")
                    .isEqualTo(7);
            client.data(last, true, new byte[10]);
            over.countDown();
            assertThat(client.request(more + 2, true, "GET", "/open/a").answer(more + 2).text()).isEqualTo("ok");
        }
    }

    @Test
    void resetsThatAreProvokedEndTheConnection() throws Exception {
        try (RawStreams client = RawStreams.to(gateway.port())) {
            try {
                for (int stream = 1; stream < REFUSED; stream += 2) {
                    client.request(stream, false, "POST", "/open/a");
                    client.frame(RawStreams.WINDOW_UPDATE, 0, stream, new byte[4]);
                }
            } catch (java.net.SocketException closed) {
                // as it should be
            }
            client.drain();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/raw/a", "/a b"})
    void whatIsWrongAfterTheAnswerIsOfThatStreamAlone(String path) throws Exception {
        try (RawStreams client = RawStreams.to(gateway.port())) {
            RawStreams.Stream wrong = client.request(1, false, "POST", path).answer(1);
            client.frame(RawStreams.WINDOW_UPDATE, 0, 1, new byte[4]).settle();
            assertThat(wrong.reset).as("PROTOCOL_ERROR").isEqualTo(1);
            client.request(3, false, "POST", path).answer(3);
            client.frame(RawStreams.RESET, 0, 3, new byte[]{0, 0, 0, 8}).settle();
            assertThat(client.request(5, true, "GET", "/open/a").answer(5).text()).isEqualTo("ok");
            assertThat(client.isGoneAway()).isFalse();
        }
    }

    @Test
    void nodeSeesAnswersAndNothingElse() throws Exception {
        Assumptions.assumeTrue(new ProcessBuilder("sh", "-c", "command -v node").start().waitFor() == 0,
                "skipped: node is absent here");
        Process node = new ProcessBuilder("node", "-e", """
                const client = require('http2').connect('http://127.0.0.1:%d');
                const say = what => console.log(what);
                client.on('error', say);
                client.on('goaway', code => say('goaway ' + code));
                let begun = 0, ended = 0;
                const next = () => {
                  if (begun++ >= %d) return;
                  const stream = client.request({ ':path': '/raw/a', ':method': 'POST' });
                  stream.on('error', say);
                  stream.on('response', head => { say(head[':status']); stream.write('x'); stream.end('x'); });
                  stream.on('close', () => {
                    if (stream.rstCode) say('reset ' + stream.rstCode);
                    if (++ended === %d) client.close(); else next();
                  });
                  stream.write('x');
                  stream.resume();
                };
                for (let i = 0; i < %d; i++) next();
                """.formatted(gateway.port(), REFUSED, REFUSED, MOST_STREAMS)).redirectErrorStream(true).start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(said.lines().distinct()).containsExactly("401");
        assertThat(said.lines()).hasSize(REFUSED);
    }
}
