package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.LiveBackend;
import com.kisum.gateway.Talk;
import com.kisum.gateway.redis.RedisProcess;
import com.kisum.gateway.replicas.Truth.Person;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Does a change that is announced to one replica end the streams of both? Nothing is decided again by itself for so long here that only
 * a push can have done it.
 */
class StreamChangesTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private static RedisProcess redis;
    private static LiveBackend live;
    private static TwoReplicas replicas;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
        live = new LiveBackend();
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String uri = "redis://127.0.0.1:" + redis.port();
        replicas = new TwoReplicas(uri, uri, List.of("--gateway.access.reload-after=10m",
                "--gateway.access.max-staleness=10m", "--gateway.redis.heartbeat=200ms",
                "--gateway.environment[LIVE_URL]=" + live.url()));
    }

    @AfterAll
    static void stop() {
        client.shutdownNow();
        replicas.close();
        live.close();
        redis.close();
    }

    private static Talk talk(Replica replica, Person person) {
        return Talk.open(client, replica.port(), "/live/a", person.token(), person.company().value());
    }

    private static InputStream listen(Replica replica, Person person) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + replica.port() + "/live/events"))
                .header("Authorization", "Bearer " + person.token()).header("x-org", person.company().value())
                .header("Accept", "text/event-stream").build(), BodyHandlers.ofInputStream()).body();
    }

    @ParameterizedTest
    @EnumSource(Changed.class)
    void whatIsAnnouncedToOneEndsTheStreamsOfBoth(Changed changed) throws Exception {
        Person person = replicas.known();
        Person neighbour = replicas.known();
        try (Talk atOne = talk(replicas.one, person);
                Talk atOther = talk(replicas.other, person);
                InputStream listening = listen(replicas.other, person);
                Talk untouched = talk(replicas.other, neighbour)) {
            assertThat(atOne.says("hello")).isEqualTo("hello");
            assertThat(atOther.says("hello")).isEqualTo("hello");
            assertThat(listening.readNBytes(13)).hasSize(13);
            changed.happen(replicas.truth, person);
            long begun = System.nanoTime();
            assertThat(replicas.one.announce(changed.said(person)).status()).isEqualTo(204);
            String[] answer = changed.answer.split(" ", -1);
            String expected = "4" + answer[0] + " " + answer[1];
            assertThat(atOne.ended()).isEqualTo(expected);
            assertThat(atOther.ended()).isEqualTo(expected);
            assertThat(broken(listening)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
            assertThat(untouched.says("still here")).isEqualTo("still here");
        }
    }

    private static boolean broken(InputStream listening) {
        try {
            return listening.read() == Integer.MIN_VALUE; // an end in good order would be a lie
        } catch (IOException cut) {
            return true;
        }
    }
}
