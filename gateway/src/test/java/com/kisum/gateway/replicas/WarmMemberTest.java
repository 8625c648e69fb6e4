package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.redis.RedisProcess;
import com.kisum.gateway.replicas.Truth.Person;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What does a request cost whose facts are held? With the times that a gateway has unless it is told otherwise. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WarmMemberTest {
    private static final int REQUESTS = 100;
    private static final int AT_ONCE = 1_000;

    private final RedisProcess redis = RedisProcess.start();
    private final EveryRequest backend = new EveryRequest();
    private final Truth truth = new Truth();
    private final Replica replica = Replica.start(truth, backend.url(), TwoReplicas.routes(), redis.uri(), List.of());

    @AfterAll
    void end() {
        replica.close();
        backend.close();
        redis.close();
    }

    private void awaitTold() {
        await().atMost(TwoReplicas.PATIENCE).pollInterval(Duration.ofMillis(20))
                .until(() -> replica.measured("gateway.access.heartbeat.age") < 2);
    }

    /** Every command is heard; what a gateway does all by itself is a heartbeat, and a look at the server. */
    @Test
    void aWarmRequestMakesNoRemoteCall() throws IOException {
        awaitTold();
        Person person = truth.newcomer();
        assertThat(replica.get(person, "/events/1").answer()).isEqualTo("200");
        try (Commands heard = new Commands(redis.port())) {
            // The first answers come before all that was pushed by its own writing has been looked at.
            await().atMost(TwoReplicas.PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
                heard.forget();
                Told told = replica.get(person, "/events/1");
                return told.isAllowed() && heard.aboutFacts().isEmpty();
            });
            int asked = replica.neighbours.asked();
            heard.forget();
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(replica.get(person, "/events/" + i).answer()).isEqualTo("200");
            }
            assertThat(redis.said("GET the-last-of-all")).contains("$-1");
            await().atMost(TwoReplicas.PATIENCE).until(() -> heard.has("the-last-of-all"));
            assertThat(heard.aboutFacts()).isEmpty();
            assertThat(replica.neighbours.asked()).isEqualTo(asked);
            Person another = truth.newcomer();
            assertThat(replica.get(another, "/events/1").answer()).isEqualTo("200");
            await().atMost(TwoReplicas.PATIENCE).until(() -> !heard.aboutFacts().isEmpty());
        }
    }

    @Test
    void manyWhoComeForTheFirstTimeAtOnceAreAsGoodAsOneLoad() throws Exception {
        awaitTold();
        Person person = truth.newcomer();
        truth.granted(person, 1, false); // so that no backend is needed for the answer
        int[] before = {replica.neighbours.sessions.get(), replica.neighbours.users.get(),
                replica.neighbours.memberships.get(), replica.neighbours.entitlements.get()};
        CyclicBarrier together = new CyclicBarrier(AT_ONCE);
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                answers.add(threads.submit(() -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), replica.port())) {
                        socket.setSoTimeout((int) TwoReplicas.PATIENCE.toMillis());
                        together.await();
                        socket.getOutputStream().write(("GET /events/1 HTTP/1.1\r\nHost: g\r\nConnection: close\r\n"
                                + "Authorization: Bearer " + person.token() + "\r\nx-org: " + person.company()
                                + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
                        String head = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                        return Integer.parseInt(head.substring(9, 12));
                    }
                }));
            }
        }
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isEqualTo(403);
        }
        // A load moves its pointer, and is told so. Who comes in between does not join what was overtaken; a second load moves nothing.
        assertThat(replica.neighbours.sessions.get() - before[0]).isBetween(1, 2);
        assertThat(replica.neighbours.users.get() - before[1]).isBetween(1, 2);
        assertThat(replica.neighbours.memberships.get() - before[2]).isBetween(1, 2);
        assertThat(replica.neighbours.entitlements.get() - before[3]).isBetween(1, 2);
    }
}
