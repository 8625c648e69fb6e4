package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has a place among what does not end by itself, where there are five to each backend? */
final class StreamPlacesTest {
    private static final String HANDSHAKE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final String ADA = "Authorization: Bearer adas\r\nx-org: acme\r\n";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static RawBackend raw;
    private static LiveBackend live;
    private static RunningGateway gateway;
    private static HttpClient client;

    @BeforeAll
    static void start() throws IOException {
        raw = RawBackend.start();
        live = new LiveBackend();
        client = HttpClient.newHttpClient();
        gateway = WebSocketWorld.start(folder, live, raw);
    }

    @AfterAll
    static void stop() throws IOException {
        client.shutdownNow();
        gateway.close();
        live.close();
        raw.close();
    }

    @BeforeEach
    void allIsQuiet() {
        await().atMost(PATIENCE).until(() -> live.open() == 0);
    }

    private static RawClient handshake(String target, String headers) throws IOException {
        return RawClient.to(gateway.port())
                .send("GET " + target + " HTTP/1.1\r\nHost: a\r\n" + HANDSHAKE + headers + "\r\n");
    }

    @Test
    void thereAreSoManyAndRequestsHaveTheirOwnPlaces() throws Exception {
        Talk[] talks = new Talk[5];
        for (int i = 0; i < talks.length; i++) {
            talks[i] = Talk.open(client, gateway.port(), "/few/a", "adas", "acme");
        }
        try (RawClient one = handshake("/few/a", ADA)) {
            assertThat(one.answer().text()).contains("OVERLOADED");
        }
        try (RawClient one = RawClient.to(gateway.port())) {
            assertThat(one.send("GET /few/a HTTP/1.1\r\nHost: a\r\n" + ADA + "\r\n").answer().status()).isEqualTo(426);
        }
        for (Talk talk : talks) {
            talk.close();
        }
        await().atMost(PATIENCE).until(() -> live.open() == 0);
        await().atMost(PATIENCE).untilAsserted(() -> {
            try (RawClient one = handshake("/few/a", ADA)) {
                assertThat(one.head().status()).isEqualTo(101);
            }
        });
    }

    /** Of five: whoever has proven who they are finds one. */
    @Test
    void strangersTakeHalfOfThemAtMost() throws Exception {
        List<RawClient> open = new ArrayList<>();
        try {
            open.add(handshake("/all/a", ""));
            assertThat(open.getFirst().head().status()).isEqualTo(101);
            open.add(listening("/all/events", ""));
            assertThat(open.getLast().head().status()).isEqualTo(200);
            for (RawClient more : List.of(listening("/all/events", ""), handshake("/all/a", ""))) {
                open.add(more);
                assertThat(more.answer().text()).contains("OVERLOADED");
            }
            for (int i = 0; i < 3; i++) {
                open.add(listening("/few/events", ADA));
                assertThat(open.getLast().head().status()).isEqualTo(200);
            }
            open.add(listening("/few/events", ADA));
            assertThat(open.getLast().answer().text()).contains("OVERLOADED");
        } finally {
            for (RawClient one : open) {
                one.close();
            }
        }
        await().atMost(PATIENCE).until(() -> live.open() == 0);
        await("and all are free again").atMost(PATIENCE).untilAsserted(() -> {
            try (RawClient one = listening("/all/events", ""); RawClient other = listening("/all/events", "")) {
                assertThat(one.head().status()).isEqualTo(200);
                assertThat(other.head().status()).isEqualTo(200);
            }
        });
    }

    /** Everybody can say that they accept events. Whether there are any is known by the head of the answer. */
    @Test
    void whoOnlySaysToWantEventsTakesNoPlaceOfThose() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        raw.does(talk -> {
            if (talk.head().startLine().contains("/slow/")) {
                asked.incrementAndGet();
                assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
            }
            talk.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 2\r\n\r\nok");
        });
        List<RawClient> pretending = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                pretending.add(listening("/slow/a", ""));
            }
            await().atMost(PATIENCE).until(() -> asked.get() == 8);
            try (RawClient ada = listening("/mine/a", ADA)) {
                assertThat(ada.answer().status()).isEqualTo(200);
            }
        } finally {
            over.countDown();
            for (RawClient one : pretending) {
                one.close();
            }
        }
    }

    private static RawClient listening(String target, String headers) throws IOException {
        return RawClient.to(gateway.port()).send("GET " + target
                + " HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n" + headers + "\r\n");
    }
}
