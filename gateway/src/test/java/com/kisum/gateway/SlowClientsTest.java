package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.contract.DecisionEvents;
import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long does a client hold a connection by saying little? */
final class SlowClientsTest {
    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with("--gateway.door.head-timeout=400ms",
            "--gateway.door.idle-timeout=1500ms",
            "--gateway.http2.cleartext=true");
    /** Bears silence: what it cuts off was too long in coming. */
    @RegisterExtension
    static final ProxyUnderTest patient = ProxyUnderTest.with("--gateway.door.head-timeout=400ms");
    private static DecisionEvents events;

    @BeforeAll
    static void start() throws IOException {
        events = DecisionEvents.listen();
    }

    @AfterAll
    static void stop() throws IOException {
        events.close();
    }

    /** Byte by byte without end: a gateway that goes by silence would read for ever. */
    private static void dribble(RawClient client) throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        boolean cut = false;
        for (int i = 0; i < 400 && !cut; i++) {
            assertThat(never.await(25, TimeUnit.MILLISECONDS)).isFalse();
            try {
                client.send("x");
            } catch (SocketException broken) {
                cut = true;
            }
        }
        assertThat(cut).as("cut off").isTrue();
    }

    @Test
    void aHeadThatDribblesInIsCutOff() throws IOException, InterruptedException {
        try (RawClient client = patient.client()) {
            client.send("GET /open/a HTTP/1.1\r\nHost: a\r\nX-Slow: ");
            dribble(client);
        }
    }

    @Test
    void soIsTheHeadOfALaterRequest() throws IOException, InterruptedException {
        try (RawClient client = patient.client()) {
            assertThat(client.send(ProxyUnderTest.request("GET", "/open/a", "")).answer().status()).isEqualTo(200);
            client.send("GET /open/a HTTP/1.1\r\nX-Slow: ");
            dribble(client);
        }
    }

    @Test
    void aHeadInTwoPartsIsAHead() throws IOException {
        try (RawClient client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                client.send("GET /open/a HTTP/1.1\r\n").send("Host: a\r\n\r\n");
                assertThat(client.answer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aBodyThatStallsIsNotWaitedFor() throws IOException, InterruptedException {
        CountDownLatch cut = new CountDownLatch(1);
        gateway.backend.does(talk -> {
            if (!talk.readBody().complete()) {
                cut.countDown();
            }
        });
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("POST", "/open/a", "X-Request-Id: stalled\r\nContent-Length: 10\r\n"));
            client.send("half");
            assertThat(client.answerIfAny()).isEmpty();
        }
        assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(events.of("stalled").path("status").intValue(-1)).isZero();
    }

    /** After more than any client may be silent. */
    private static void answerLate(RawBackend.Talk talk) throws IOException, InterruptedException {
        talk.readBody();
        assertThat(new CountDownLatch(1).await(2200, TimeUnit.MILLISECONDS)).isFalse();
        talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    @Test
    void aClientThatWaitsForTheBackendIsNotSlow() throws IOException {
        gateway.backend.does(SlowClientsTest::answerLate);
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("POST", "/open/a", "Content-Length: 4\r\n") + "body");
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aBackendThatReadsSlowlyIsNotTheClientsSilence() throws IOException {
        int length = 12 * 1024 * 1024;
        gateway.backend.does(talk -> {
            assertThat(new CountDownLatch(1).await(2500, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(talk.readBody().body()).hasSize(length);
            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("POST", "/big/a", "Content-Length: " + length + "\r\n"));
            client.send(new byte[length]);
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    /** At a rate that a body may well come with. */
    @Test
    void aBodyThatGoesOnComingAfterItsRefusalIsCutOff() throws IOException, InterruptedException {
        for (String length : new String[]{"Content-Length: 1000000\r\n", "Transfer-Encoding: chunked\r\n"}) {
            try (RawClient client = gateway.client()) {
                client.send(ProxyUnderTest.request("POST", "/me/a", length) + "ffff\r\n");
                assertThat(client.answer().status()).isEqualTo(401);
                dribble(client);
            }
        }
    }

    @Test
    void aBodyThatComesSoonAfterItsRefusalIsPassedOver() throws IOException, InterruptedException {
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("POST", "/me/a", "Content-Length: 4\r\n") + "bo");
            assertThat(client.answer().status()).isEqualTo(401);
            client.send("dy");
            for (int i = 0; i < 3; i++) { // and its time is no later request's
                assertThat(new CountDownLatch(1).await(700, TimeUnit.MILLISECONDS)).isFalse();
                client.send(ProxyUnderTest.request("GET", "/open/a", ""));
                assertThat(client.answer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void pingsDoNotKeepAConnectionOnWhichNothingIsAsked() throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        try (RawStreams client = RawStreams.to(gateway.port())) {
            assertThat(client.request(1, true, "GET", "/open/a").answer(1).status()).isEqualTo(200);
            boolean open = true;
            for (int i = 0; i < 40 && open; i++) {
                assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
                open = goesOn(client);
            }
            assertThat(open).isFalse();
            assertThat(client.isGoneAway()).as("it was told to go").isTrue();
        }
    }

    private static boolean goesOn(RawStreams client) {
        try {
            client.settle();
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void whoWaitsForAnAnswerIsNotIdle() throws IOException {
        gateway.backend.does(SlowClientsTest::answerLate);
        try (RawStreams client = RawStreams.to(gateway.port())) {
            assertThat(client.request(1, true, "GET", "/open/a").answer(1).status()).isEqualTo(200);
            gateway.backend.does(RawBackend.OK);
            assertThat(client.request(3, true, "GET", "/open/a").answer(3).status()).isEqualTo(200);
        }
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws IOException {
        try (RawClient client = gateway.client()) {
            assertThat(client.answerIfAny()).isEmpty();
        }
    }
}
