package com.kisum.gateway;

import static com.kisum.gateway.WebSocketWorld.ADA;
import static com.kisum.gateway.WebSocketWorld.HANDSHAKE;
import static com.kisum.gateway.WebSocketWorld.KEY;
import static com.kisum.gateway.WebSocketWorld.UPGRADE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.contract.DecisionEvents;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What becomes of a WebSocket that is let through, and of everything that only looks like one? */
final class WebSocketTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    static final WebSocketWorld world = new WebSocketWorld();

    private static String agreed() {
        return "HTTP/1.1 101 Switching Protocols\r\n" + UPGRADE + "Sec-WebSocket-Accept: "
                + "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
                + "\r\n";
    }

    @Test
    void framesPassBothWaysHoweverLongAndWhateverTheyHold() throws Exception {
        try (Talk talk = world.talk("/live/a?b=c", "superchat", "chat")) {
            assertThat(talk.socket().getSubprotocol()).isEqualTo("superchat");
            assertThat(talk.says("hello")).isEqualTo("hello");
            assertThat(talk.says("grüße")).isEqualTo("grüße");
            byte[] large = new byte[512 * 1024]; // maxBody is of bodies
            new Random(7).nextBytes(large);
            talk.socket().sendBinary(ByteBuffer.wrap(large), true).join();
            assertThat(talk.hears()).isEqualTo(new String(large, StandardCharsets.ISO_8859_1));
            talk.socket().sendPing(ByteBuffer.wrap(new byte[]{1})).join();
            assertThat(talk.hears()).isEqualTo("pong");
        }
    }

    @Test
    void eitherSideSaysWhyItEndsAndTheOtherHearsIt() throws Exception {
        try (Talk talk = world.talk("/live/a")) {
            talk.socket().sendText("close 4000", true).join();
            assertThat(talk.ended()).isEqualTo("4000 as you wish");
            assertThat(world.live.closes().poll(20, TimeUnit.SECONDS)).isNotNull();
        }
        try (Talk talk = world.talk("/live/a")) {
            talk.socket().sendClose(WebSocket.NORMAL_CLOSURE, "done").join();
            assertThat(world.live.closes().poll(20, TimeUnit.SECONDS)).isEqualTo("1000");
            assertThat(talk.ended()).startsWith("1000");
        }
    }

    @Test
    void whoHangsUpWithoutAWordIsMissedAtTheOtherEnd() throws Exception {
        try (Talk talk = world.talk("/live/a")) {
            await().atMost(PATIENCE).until(() -> world.live.open() == 1);
            talk.socket().abort();
            world.awaitQuiet();
        }
        world.raw.does(talk -> {
            talk.send(agreed() + "\r\n");
            talk.read(1);
            talk.close();
        });
        try (RawClient one = world.handshake("/raw/a", "")) {
            assertThat(one.head().status()).isEqualTo(101);
            one.send("\u0081");
            assertThat(one.bytes(1)).isEmpty();
        }
    }

    /** What two parties agree on in the handshake is theirs; compressed frames come out as they went in. */
    @Test
    void theHandshakePassesWithItsExtensions() throws Exception {
        world.raw.does(talk -> {
            talk.send(agreed() + "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n"
                    + "Sec-WebSocket-Protocol: b\r\nX-Other: kept\r\nX-Request-Id: theirs\r\n\r\n");
            talk.record(talk.head());
            talk.awaitClose();
        });
        try (RawClient one = world.handshake("/raw/a?x=%20",
                "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Protocol: a, b\r\nX-Request-Id: mine\r\n")) {
            RawMessage answer = one.head();
            assertThat(answer.startLine()).isEqualTo("HTTP/1.1 101 Switching Protocols");
            assertThat(answer.all("sec-websocket-extensions"))
                    .containsExactly("permessage-deflate; server_no_context_takeover");
            assertThat(answer.all("sec-websocket-protocol")).containsExactly("b");
            assertThat(answer.all("x-other")).containsExactly("kept");
            assertThat(answer.all("x-request-id")).containsExactly("mine");
            assertThat(answer.all("upgrade")).containsExactly("websocket");
            assertThat(answer.all("connection")).singleElement().asString().isEqualToIgnoringCase("upgrade");
            assertThat(answer.names()).doesNotContain("transfer-encoding", "content-length");
        }
        RawMessage asked = world.raw.saw();
        assertThat(asked.startLine()).isEqualTo("GET /raw/a?x=%20 HTTP/1.1");
        assertThat(asked.all("sec-websocket-key")).containsExactly(KEY);
        assertThat(asked.all("sec-websocket-version")).containsExactly("13");
        assertThat(asked.all("sec-websocket-extensions")).containsExactly("permessage-deflate");
        assertThat(asked.all("upgrade")).containsExactly("websocket");
        assertThat(asked.all("connection")).singleElement().asString().isEqualToIgnoringCase("upgrade");
    }

    @Test
    void nothingIsLostThatIsSaidBeforeOneIsAsked() throws Exception {
        world.raw.does(talk -> {
            talk.send(agreed() + "\r\n" + "\u0081\u0005first");
            byte[] came = talk.read(11);
            talk.send(came);
            talk.record(talk.head());
            talk.awaitClose();
        });
        try (RawClient one = RawClient.to(world.gateway().port())) {
            one.send("GET /raw/a HTTP/1.1\r\nHost: a\r\n" + HANDSHAKE + "\r\n" + "\u0081\u0085\0\0\0\0early");
            assertThat(one.head().status()).isEqualTo(101);
            assertThat(new String(one.bytes(7), StandardCharsets.ISO_8859_1)).isEqualTo("\u0081\u0005first");
            assertThat(new String(one.bytes(11), StandardCharsets.ISO_8859_1)).isEqualTo("\u0081\u0085\0\0\0\0early");
        }
    }

    @Test
    void whatTheBackendRefusesIsRefusedInItsWordsAndTheConnectionGoesOn() throws Exception {
        world.raw.answers(
                "HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13\r\nContent-Length: 4\r\n\r\nno.\n");
        try (RawClient one = world.handshake("/raw/a", "")) {
            RawMessage answer = one.answer();
            assertThat(answer.status()).isEqualTo(426);
            assertThat(answer.text()).isEqualTo("no.\n");
            assertThat(answer.all("sec-websocket-version")).containsExactly("13");
            world.raw.does(RawBackend.OK);
            assertThat(one.send("GET /raw/b HTTP/1.1\r\nHost: a\r\n\r\n").answer().status()).isEqualTo(200);
        }
    }

    /** A request behind a refused handshake is a request, and passes the door like any other. */
    @Test
    void whatWasSmuggledBehindARefusedHandshakeIsDecidedOn() throws Exception {
        world.raw.answers("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        try (RawClient one = RawClient.to(world.gateway().port())) {
            one.send("GET /raw/a HTTP/1.1\r\nHost: a\r\n" + HANDSHAKE + "\r\n"
                    + "GET /live/secret HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(one.answer().status()).isEqualTo(400);
            assertThat(one.answer().status()).isEqualTo(401);
        }
    }

    @Test
    void theHandshakeIsDecidedLikeAnyRequest() {
        assertThat(world.refusal("/live/a", "forged", "acme")).isEqualTo(401);
        assertThat(world.refusal("/live/a", "noahs", "acme")).isEqualTo(403);
        assertThat(world.refusal("/live/a", "adas", "lumen")).isEqualTo(403);
        assertThat(world.refusal("/nowhere", "adas", "acme")).isEqualTo(404);
        assertThat(world.live.open()).isZero();
    }

    @Test
    void oneEventIsWrittenDownWithTheStatusThatWasAnswered() throws Exception {
        try (DecisionEvents events = DecisionEvents.listen()) {
            try (RawClient one = world.handshake("/live/a", ADA + "X-Request-Id: ws-1\r\n")) {
                assertThat(one.head().status()).isEqualTo(101);
            }
            world.awaitQuiet();
            try (RawClient one = world.handshake("/plain/a", "X-Request-Id: ws-2\r\n")) {
                assertThat(one.answer().status()).isEqualTo(200);
            }
            List<JsonNode> all = events.allOf("ws-1", "ws-2");
            assertThat(all).singleElement().satisfies(event -> {
                assertThat(event.path("status").intValue()).isEqualTo(101);
                assertThat(event.path("upstreamStatus").intValue()).isEqualTo(101);
                assertThat(event.path("result").stringValue()).isEqualToIgnoringCase("allow");
                assertThat(event.path("userId").stringValue()).isEqualTo("ada");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "GET /plain/a HTTP/1.1\r\nHost: a\r\n" + HANDSHAKE,
            "GET /raw/a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n",
            "GET /raw/a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket, h2c\r\n",
            "GET /raw/a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nUpgrade: h2c\r\n",
            "GET /raw/a HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n",
            "GET /raw/a HTTP/1.0\r\nHost: a\r\n" + HANDSHAKE,
            "POST /raw/a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n" + HANDSHAKE,
            "GET /raw/a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n" + HANDSHAKE})
    void whatIsNoHandshakeHereIsARequestWithoutAnUpgrade(String head) throws Exception {
        try (RawClient one = RawClient.to(world.gateway().port())) {
            assertThat(one.send(head + "\r\n").answer().status()).isEqualTo(200);
        }
        RawMessage seen = world.raw.saw();
        assertThat(seen.names()).doesNotContain("upgrade");
        assertThat(seen.all("connection")).doesNotContain("upgrade", "Upgrade");
    }

    /** Who believes a 101 that proves nothing has opened a way to the backend past every decision. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 101 Switching Protocols\r\n" + UPGRADE + "Sec-WebSocket-Accept: wrong\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\n" + UPGRADE + "\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\n\r\n"})
    void aBackendThatHasNotUnderstoodGetsNoTunnel(String answer) throws Exception {
        world.raw.answers(answer);
        try (RawClient one = world.handshake("/odd/a", "")) {
            RawMessage refused = one.answer();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("BACKEND_UNAVAILABLE");
        }
    }

    @Test
    void aBackendThatNeverAnswersTheHandshakeIsATimeout() throws Exception {
        world.raw.does(RawBackend.Talk::awaitClose);
        try (RawClient one = world.handshake("/odd/a", "")) {
            assertThat(one.answer().text()).contains("BACKEND_TIMEOUT");
        }
    }

    @Test
    void aClientThatGivesTheHandshakeUpIsMissedByTheBackend() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        world.raw.does(talk -> {
            asked.countDown();
            talk.awaitClose();
            gone.countDown();
        });
        try (RawClient _ = world.handshake("/odd/a", "")) {
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(gone.await(1500, TimeUnit.MILLISECONDS)).isTrue(); // before the timeout of 2 s
    }

    @Test
    void whereNobodySaysAnythingForLongItEnds() throws Exception {
        long begun = System.nanoTime();
        try (Talk talk = world.talk("/live/a")) {
            assertThat(talk.says("hello")).isEqualTo("hello");
            assertThat(talk.ended()).isEqualTo("1001 IDLE");
            assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.SECONDS.toNanos(3));
        }
        assertThat(world.live.closes().poll(20, TimeUnit.SECONDS)).isEqualTo("1001");
    }

    /** Who does not read makes the other wait, and nobody hold what was said. */
    @Test
    void whoIsSlowSlowsDownTheOther() throws Exception {
        byte[] frame = new byte[64 * 1024 + 10];
        frame[0] = (byte) 0x82;
        frame[1] = 127;
        frame[7] = 1; // 65536
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger sent = new AtomicInteger();
        world.raw.does(talk -> {
            talk.send(agreed() + "\r\n");
            for (int i = 0; i < 1000; i++) {
                talk.send(frame);
                sent.incrementAndGet();
            }
            done.countDown();
            talk.awaitClose();
        });
        try (RawClient one = world.handshake("/raw/a", "")) {
            assertThat(one.head().status()).isEqualTo(101);
            assertThat(done.await(700, TimeUnit.MILLISECONDS)).as("after " + sent + " of 64 MB").isFalse();
            assertThat(one.bytes(frame.length * 1000)).hasSize(frame.length * 1000);
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
