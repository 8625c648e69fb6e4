package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.contract.DecisionEvents;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does a body that was promised and does not come cost the backend, and everybody else? */
final class UnfinishedBodiesTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** As it comes. */
    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with();
    /** Expects a kilobyte a second, and soon. */
    @RegisterExtension
    static final ProxyUnderTest strict = ProxyUnderTest.with("--gateway.door.body-rate=1KB",
            "--gateway.door.body-span=500ms");
    private static DecisionEvents events;

    @BeforeAll
    static void start() throws IOException {
        events = DecisionEvents.listen();
    }

    @AfterAll
    static void stop() throws IOException {
        events.close();
    }

    private static String post(String headers) {
        return ProxyUnderTest.request("POST", "/big/a", headers);
    }

    /** Nothing happens for so long. */
    private static boolean never(CountDownLatch latch) throws InterruptedException {
        return !latch.await(500, TimeUnit.MILLISECONDS);
    }

    private static CountDownLatch asked(ProxyUnderTest of) {
        CountDownLatch asked = new CountDownLatch(1);
        of.backend.does(talk -> {
            asked.countDown();
            talk.readBody();
            talk.send(OK);
        });
        return asked;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5\r\n|hello", "Transfer-Encoding: chunked\r\n|5\r\nhello\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n|0\r\n\r\n", "Content-Length: 5\r\nExpect: 100-continue\r\n|hello"})
    void aBackendIsNotTroubledBeforeTheBodyBegins(String promiseAndBody) throws IOException, InterruptedException {
        String[] said = promiseAndBody.split("\\|", -1);
        CountDownLatch asked = asked(gateway);
        try (RawClient client = gateway.client()) {
            client.send(post(said[0]));
            if (said[0].contains("Expect")) {
                assertThat(client.head().status()).isEqualTo(100);
            }
            assertThat(never(asked)).as("not asked yet").isTrue();
            assertThat(client.send(said[1]).answer().status()).isEqualTo(200);
        }
        RawMessage seen = gateway.backend.saw();
        assertThat(seen.text()).isEqualTo(said[1].contains("hello") ? "hello" : "");
        assertThat(seen.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000\r\n", "Content-Length: 1000\r\nExpect: 100-continue\r\n",
            "Transfer-Encoding: chunked\r\n"})
    void whoDoesNotKeepThePromiseIsCutOffAndNoBackendWasAsked(String promise) throws IOException, InterruptedException {
        CountDownLatch asked = asked(strict);
        try (RawClient client = strict.client()) {
            client.send(post(promise + "X-Request-Id: promised\r\n"));
            if (promise.contains("Expect")) {
                assertThat(client.head().status()).isEqualTo(100);
            }
            assertThat(client.answerIfAny()).isEmpty();
        }
        assertThat(asked.getCount()).isOne();
        assertThat(events.of("promised").path("status").intValue(-1)).isZero();
    }

    @Test
    void aBodyThatDribblesIsCutOffAndItsBackendIsFree() throws IOException, InterruptedException {
        CountDownLatch cut = new CountDownLatch(1);
        strict.backend.does(talk -> {
            if (!talk.readBody().complete()) {
                cut.countDown();
            }
        });
        try (RawClient client = strict.client()) {
            client.send(post("Content-Length: 1000000\r\n"));
            dribble(client, "x", 400, Duration.ofMillis(25));
        }
        assertThat(cut.await(5, TimeUnit.SECONDS)).as("the backend's connection is over, too").isTrue();
    }

    @Test
    void aSlowUploadArrives() throws IOException, InterruptedException {
        try (RawClient client = strict.client()) {
            client.send(post("Content-Length: 8000\r\n"));
            String part = "x".repeat(200);
            CountDownLatch never = new CountDownLatch(1);
            for (int i = 0; i < 40; i++) {
                assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
                client.send(part);
            }
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(strict.backend.saw().body()).hasSize(8000);
    }

    @Test
    void aBodyThatNobodyWantsDoesNotStandInTheWayOfTheNextRequest() throws IOException {
        int length = 12 * 1024 * 1024;
        CountDownLatch answered = new CountDownLatch(1);
        gateway.backend.does(talk -> {
            talk.send("HTTP/1.1 422 No\r\nContent-Length: 0\r\n\r\n");
            assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
            talk.close();
        });
        try (RawClient client = gateway.client()) {
            client.send(post("Content-Length: " + length + "\r\n")).send(new byte[length]);
            assertThat(client.answer().status()).isEqualTo(422);
            answered.countDown();
            gateway.backend.does(RawBackend.OK);
            client.send(ProxyUnderTest.request("GET", "/open/a", ""));
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aLongAnswerIsNotABodyThatIsMissing() throws IOException {
        strict.backend.does(talk -> {
            talk.readBody();
            talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 10; i++) {
                assertThat(new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS)).isFalse();
                talk.send("1\r\n.\r\n");
            }
            talk.send("0\r\n\r\n");
        });
        try (RawClient client = strict.client()) {
            client.send(post("Content-Length: 5\r\n")).send("hello");
            assertThat(client.answer().text()).isEqualTo("..........");
        }
    }

    @Test
    void sevenHundredUnfinishedUploadsDoNotKeepOthersOut() throws IOException {
        List<RawClient> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 700; i++) {
                stalled.add(gateway.client().send(post("Content-Length: 1000\r\n") + (i % 2 == 0 ? "" : "x")));
            }
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                try (RawClient another = gateway.client()) {
                    RawMessage answer = another.send(post("Content-Length: 1000\r\n") + "x").answer();
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.text()).contains("OVERLOADED");
                }
            });
            assertThat(gateway.get("/open/a", "").status()).isEqualTo(200);
            for (String whole : List.of(post("Content-Length: 5\r\n") + "hello",
                    post("Transfer-Encoding: chunked\r\n") + "5\r\nhello\r\n0\r\n\r\n")) {
                try (RawClient client = gateway.client()) {
                    assertThat(client.send(whole).answer().status()).isEqualTo(200);
                }
            }
        } finally {
            for (RawClient client : stalled) {
                client.close();
            }
        }
        Awaitility.await("there is room again").atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            try (RawClient client = gateway.client()) {
                client.send(post("Content-Length: 5\r\n") + "he");
                assertThat(client.send("llo").answer().status()).isEqualTo(200);
            }
        });
    }

    private static void dribble(RawClient client, String part, int times, Duration pause)
            throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        boolean cut = false;
        for (int i = 0; i < times && !cut; i++) {
            assertThat(never.await(pause.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
            try {
                client.send(part);
            } catch (SocketException broken) {
                cut = true;
            }
        }
        assertThat(cut).as("cut off").isTrue();
    }
}
