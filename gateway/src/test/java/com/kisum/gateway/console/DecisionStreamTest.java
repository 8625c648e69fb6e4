package com.kisum.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.record.DecisionFeed;
import com.kisum.gateway.record.DecisionListener;
import com.kisum.gateway.record.Recorder;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What does a stream of decisions cost, and who gets one? On the management port of the real application. */
final class DecisionStreamTest {
    @TempDir
    private static Path folder;

    private static ConsoleWorld world;
    private static DecisionFeed feed;

    private final List<Watching> all = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        world = new ConsoleWorld(folder);
        feed = world.gateway().bean(DecisionFeed.class);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Watching one : all) {
            one.close();
        }
        await().until(() -> feed.listening() == 0);
    }

    /** Someone who reads as slowly as the test wants. */
    private static final class Watching implements AutoCloseable {
        private final Socket socket = new Socket();
        private final BufferedReader in;

        Watching(ConsoleWorld world, String query) throws IOException {
            socket.setReceiveBufferSize(4096);
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(),
                    world.gateway().managementPort()));
            socket.getOutputStream().write(("GET /console/data/decisions?" + query + " HTTP/1.1\r\nHost: a\r\n"
                    + "Authorization: Bearer " + ConsoleWorld.SECRET + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 256);
        }

        String status() throws IOException {
            return Objects.requireNonNull(in.readLine()).split(" ", -1)[1];
        }

        JsonNode batch() throws IOException {
            String line = in.readLine();
            while (!Objects.requireNonNull(line, "the stream has ended").startsWith("data:")) {
                line = in.readLine();
            }
            return JsonMapper.shared().readTree(line.substring("data:".length()));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Watching watch(String query) throws IOException {
        int before = feed.listening();
        Watching one = new Watching(world, query);
        all.add(one);
        await().until(() -> feed.listening() == before + 1);
        return one;
    }

    private static void decide(String user, int many) {
        Recorder recorder = world.gateway().bean(Recorder.class);
        for (int i = 0; i < many; i++) {
            recorder.record(ToldEvents.passed(user, "route-" + i));
        }
    }

    @Test
    void whoDoesNotKnowTheSecretIsShownAnEmptyPageAndNoData() throws Exception {
        for (String path : List.of("condition", "routes", "difference", "past", "explanation", "decisions")) {
            assertThat(world.manage("/console/data/" + path, "guess").statusCode()).as(path).isEqualTo(401);
        }
        for (String path : List.of("/console/../policy", "/console//", "/console/data", "/console/index.html")) {
            assertThat(world.manage(path, "guess").statusCode()).as(path).isEqualTo(401);
        }
        assertThat(world.manage("/console/", "guess").statusCode()).isEqualTo(200);
        assertThat(world.manage("/console", "guess").headers().firstValue("Location")).contains("console/");
    }

    @Test
    void thePageMayRunNothingButWhatItBrought() throws Exception {
        var answer = world.manage("/console/", "none");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse("")).isEqualTo("default-src 'none'; "
                + "script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
                + "frame-ancestors 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types lit-html");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.body()).doesNotContain("<style", "style=", "onclick", "http:", "https:");
        assertThat(world.manage("/console/lit/lit-html.js", "none").headers().firstValue("Content-Type"))
                .contains("text/javascript");
    }

    @Test
    void whatIsNotReadIsDroppedAndCountedAndNotKept() throws Exception {
        Watching slow = watch("");
        assertThat(slow.status()).isEqualTo("200");
        int told = 60_000; // some twenty megabytes: more than a socket takes
        double lostForTheLog = lost();
        for (int round = 0; round < told / 1_000; round++) {
            decide("u-" + round, 1_000);
            int done = (round + 1) * 1_000;
            await().atMost(Duration.ofSeconds(30)).until(() -> counted() >= done);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> feed.listening() == 1);
        long seen = 0;
        long shown = 0;
        long dropped = 0;
        while (seen < told) {
            JsonNode batch = slow.batch();
            seen += batch.path("seen").asLong(0);
            dropped += batch.path("dropped").asLong(0);
            shown += batch.path("decisions").size();
            assertThat(batch.path("decisions").size()).isLessThanOrEqualTo(DecisionListener.ROOM);
        }
        assertThat(shown + dropped).as("each is shown or counted").isGreaterThanOrEqualTo(told);
        assertThat(dropped).isGreaterThan(told / 2);
        assertThat(lost()).as("the log lost nothing to those who watch").isEqualTo(lostForTheLog);
    }

    private static double lost() {
        return world.gateway().bean(MeterRegistry.class).get("gateway.decision.events.dropped").counter().count();
    }

    private static long counted() {
        return feed.past().shown(Instant.now()).outcomes().values().stream()
                .flatMap(List::stream).mapToLong(Long::longValue).sum();
    }

    @Test
    void onlyWhatIsWantedIsShownAndAllIsCounted() throws Exception {
        Watching one = watch("user=ADA&outcome=passed&route=route-");
        assertThat(one.status()).isEqualTo("200");
        one.batch();
        decide("u-noah", 3);
        decide("u-ada", 2);
        long seen = 0;
        List<String> users = new ArrayList<>();
        while (seen < 5 || users.size() < 2) {
            JsonNode batch = one.batch();
            seen += batch.path("seen").asLong(0);
            batch.path("decisions").forEach(event -> users.add(event.path("userId").asString("")));
        }
        assertThat(users).containsExactly("u-ada", "u-ada");
        assertThat(world.manage("/console/data/decisions?outcome=perhaps", ConsoleWorld.SECRET).statusCode())
                .isEqualTo(400);
    }

    @Test
    void moreThanSoManyMayNotWatchAndAPlaceIsFreeWhenOneLeaves() throws Exception {
        for (int i = 0; i < DecisionFeed.MOST_LISTENERS; i++) {
            watch("");
        }
        assertThat(world.manage("/console/data/decisions", ConsoleWorld.SECRET).statusCode()).isEqualTo(503);
        all.getFirst().close();
        await().atMost(Duration.ofSeconds(10)).until(feed::hasRoom);
        Watching next = new Watching(world, "");
        all.add(next);
        assertThat(next.status()).isEqualTo("200");
    }
}
