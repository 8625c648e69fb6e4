package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whom does a client keep from a backend by what it does not do? Where few may ask at a time. */
final class BackendPlacesTest {
    private static final int LARGE = 32 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with("--gateway.http2.cleartext=true",
            "--gateway.proxy.max-connections=4", "--gateway.proxy.max-concurrent=5",
            "--gateway.proxy.acquire-timeout=300ms");

    private static CircuitBreaker breaker(String backend) {
        return gateway.application().getBean(CircuitBreakerRegistry.class).circuitBreaker("backend-" + backend);
    }

    /** Beyond what any buffer of the way takes. */
    private static void pour(RawBackend.Talk talk) throws IOException {
        talk.readBody();
        talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
        talk.send(new byte[LARGE]);
    }

    private static void listen(RawBackend.Talk talk) throws IOException {
        talk.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        talk.awaitClose();
    }

    private static void assertOthersAreServed(String target) throws IOException {
        gateway.backend.does(RawBackend.OK);
        assertThat(gateway.get(target, "").status()).isEqualTo(200);
    }

    /** The backend has long gone on to others. */
    @Test
    void anAnswerThatNobodyTakesKeepsNoPlace() throws Exception {
        try (RawStreams client = RawStreams.silent(gateway.port())) {
            client.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.frame(RawStreams.SETTINGS, 0, 0, new byte[]{0, 4, 0, 0, 0, 0});
            for (int i = 0; i < 20; i++) {
                client.request(2 * i + 1, true, "GET", "/open/taken-by-nobody");
                int expected = i + 1;
                await().atMost(PATIENCE)
                        .until(() -> gateway.backend.seenSoFar("/open/taken-by-nobody") == expected);
            }
            assertOthersAreServed("/open/other");
        }
    }

    @Test
    void howLongClientsTakeToReadIsNotWaitedForByABreakerThatIsHalfOpen() throws Exception {
        gateway.backend.does(RawBackend.Talk::close);
        await().atMost(PATIENCE).until(() -> {
            gateway.get("/flaky/down", "");
            return breaker("flaky").getState() == CircuitBreaker.State.OPEN;
        });
        await().atMost(PATIENCE).until(() -> breaker("flaky").getState() == CircuitBreaker.State.HALF_OPEN);
        gateway.backend.does(BackendPlacesTest::pour);
        List<RawClient> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                slow.add(gateway.client().send(ProxyUnderTest.request("GET", "/flaky/large", "")));
                assertThat(slow.getLast().head().status()).isEqualTo(200);
            }
            assertThat(breaker("flaky").getState()).isEqualTo(CircuitBreaker.State.CLOSED);
            assertOthersAreServed("/flaky/other");
        } finally {
            for (RawClient one : slow) {
                one.close();
            }
        }
    }

    /** Whose {@code Accept} did not say so: known by the head of the answer only, when they are on the pool's connections. */
    @Test
    void eventsThatNobodyAnnouncedLeaveHalfOfTheConnectionsToOthers() throws Exception {
        gateway.backend.does(BackendPlacesTest::listen);
        List<RawClient> listening = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                listening.add(gateway.client().send(
                        ProxyUnderTest.request("GET", "/me/events", ProxyUnderTest.CREDENTIALS)));
                if (i < 2) {
                    assertThat(listening.getLast().head().status()).isEqualTo(200);
                } else {
                    assertThat(listening.getLast().answer().text()).contains("OVERLOADED");
                }
            }
            assertOthersAreServed("/open/other");
        } finally {
            for (RawClient one : listening) {
                one.close();
            }
        }
        gateway.backend.does(BackendPlacesTest::listen);
        await("and their places are free again").atMost(PATIENCE).until(() -> {
            try (RawClient again = gateway.client()
                    .send(ProxyUnderTest.request("GET", "/open/events", ""))) {
                return again.head().status() == 200;
            }
        });
    }

    /** Here it is the decision that they wait for; it might be a backend that does not read. */
    @Test
    void bodiesThatNobodyTakesYetLeaveTheirConnectionToOthers() throws Exception {
        try (RawStreams client = RawStreams.to(gateway.port())) {
            for (int stream = 1; stream < 50; stream += 2) {
                client.request(stream, false, "POST", "/me/a", "authorization", "Bearer never", "x-org", "acme");
                for (int i = 0; i < 4; i++) {
                    client.data(stream, false, new byte[i < 3 ? 16_384 : 16_383]);
                }
            }
            client.request(51, false, "POST", "/open/a").data(51, true, new byte[1_000]);
            assertThat(client.answer(51).status()).isEqualTo(200);
            assertThat(gateway.backend.saw().body()).hasSize(1_000);
        }
    }

    @Test
    void aPoolThatIsFullIsNoFaultOfTheBackend() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        gateway.backend.does(talk -> {
            talk.readBody();
            assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        List<RawClient> asking = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                asking.add(gateway.client().send(ProxyUnderTest.request("GET", "/odd/slow", "")));
            }
            await().atMost(PATIENCE).until(() -> gateway.backend.seenSoFar("/odd/slow") == 4);
            assertThat(gateway.get("/odd/slow", "").text()).contains("OVERLOADED");
            assertThat(breaker("odd").getMetrics().getNumberOfFailedCalls()).isZero();
        } finally {
            over.countDown();
            for (RawClient one : asking) {
                assertThat(one.answer().status()).isEqualTo(200);
                one.close();
            }
        }
    }
}
