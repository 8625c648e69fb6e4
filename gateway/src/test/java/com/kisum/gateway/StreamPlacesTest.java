package com.kisum.gateway;

import static com.kisum.gateway.WebSocketWorld.ADA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who has a place among what does not end by itself, where there are five to each backend? */
final class StreamPlacesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    static final WebSocketWorld world = new WebSocketWorld();

    @Test
    void thereAreSoManyAndRequestsHaveTheirOwnPlaces() throws Exception {
        Talk[] talks = new Talk[5];
        for (int i = 0; i < talks.length; i++) {
            talks[i] = world.talk("/few/a");
        }
        try (RawClient one = world.handshake("/few/a", ADA)) {
            assertThat(one.answer().text()).contains("OVERLOADED");
        }
        try (RawClient one = world.get("/few/a", ADA)) {
            assertThat(one.answer().status()).isEqualTo(426);
        }
        for (Talk talk : talks) {
            talk.close();
        }
        world.awaitQuiet();
        await().atMost(PATIENCE).untilAsserted(() -> {
            try (RawClient one = world.handshake("/few/a", ADA)) {
                assertThat(one.head().status()).isEqualTo(101);
            }
        });
    }

    /** Of five: whoever has proven who they are finds one. */
    @Test
    void strangersTakeHalfOfThemAtMost() throws Exception {
        List<RawClient> open = new ArrayList<>();
        try {
            open.add(world.handshake("/all/a", ""));
            assertThat(open.getFirst().head().status()).isEqualTo(101);
            open.add(world.listening("/all/events", ""));
            assertThat(open.getLast().head().status()).isEqualTo(200);
            for (RawClient more : List.of(world.listening("/all/events", ""), world.handshake("/all/a", ""))) {
                open.add(more);
                assertThat(more.answer().text()).contains("OVERLOADED");
            }
            for (int i = 0; i < 3; i++) {
                open.add(world.listening("/few/events", ADA));
                assertThat(open.getLast().head().status()).isEqualTo(200);
            }
            open.add(world.listening("/few/events", ADA));
            assertThat(open.getLast().answer().text()).contains("OVERLOADED");
        } finally {
            for (RawClient one : open) {
                one.close();
            }
        }
        world.awaitQuiet();
        await("and all are free again").atMost(PATIENCE).untilAsserted(() -> {
            try (RawClient one = world.listening("/all/events", "");
                    RawClient other = world.listening("/all/events", "")) {
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
        world.raw.does(talk -> {
            if (talk.head().startLine().contains("/slow/")) {
                asked.incrementAndGet();
                assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
            }
            talk.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 2\r\n\r\nok");
        });
        List<RawClient> pretending = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                pretending.add(world.listening("/slow/a", ""));
            }
            await().atMost(PATIENCE).until(() -> asked.get() == 8);
            try (RawClient ada = world.listening("/mine/a", ADA)) {
                assertThat(ada.answer().status()).isEqualTo(200);
            }
        } finally {
            over.countDown();
            for (RawClient one : pretending) {
                one.close();
            }
        }
    }
}
