package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose fault is it that an answer does not get on: the backend's, which says nothing, or the client's, which does not listen? */
final class SlowReadersTest {
    private static final int PART = 64 * 1024;
    private static final int LITTLE = 4 * 1024;
    private static final int LARGE = 32 * 1024 * 1024;
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n";

    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with("--gateway.http2.cleartext=true",
            "--gateway.door.stall-timeout=2s",
            "--gateway.proxy.stall-timeout=2s");

    private static void pour(RawBackend.Talk talk) throws IOException {
        talk.send(HEAD);
        for (int sent = 0; sent < LARGE; sent += PART) {
            talk.send(new byte[PART]);
        }
    }

    @Test
    void aBackendIsNotBlamedForAClientThatReadsLate() throws Exception {
        gateway.backend.does(SlowReadersTest::pour);
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("GET", "/hasty/late", ""));
            assertThat(client.head().status()).isEqualTo(200);
            gateway.backend.does(RawBackend.Talk::awaitClose);
            assertThat(gateway.get("/hasty/never", "").text()).as("the route's patience is over")
                    .contains("BACKEND_TIMEOUT");
            assertThat(client.bytes(LARGE)).hasSize(LARGE);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatNeverReadsIsLeftAndTheBackendIsFree(boolean http2) throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        gateway.backend.does(talk -> {
            try {
                pour(talk);
            } catch (IOException cut) {
                free.countDown();
            }
        });
        try (AutoCloseable _ = http2
                ? RawStreams.to(gateway.port()).request(1, true, "GET", "/endless/never")
                : gateway.client().send(ProxyUnderTest.request("GET", "/endless/never", ""))) {
            assertThat(free.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aClientThatReadsLittleButAlwaysSomethingHasItsAnswer() throws Exception {
        gateway.backend.does(SlowReadersTest::pour);
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("GET", "/hasty/little", ""));
            assertThat(client.head().status()).isEqualTo(200);
            int read = 0;
            for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(6); System.nanoTime() < end; read += LITTLE) {
                assertThat(client.bytes(LITTLE)).hasSize(LITTLE);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(25));
            }
            assertThat(client.bytes(LARGE - read)).hasSize(LARGE - read);
        }
    }

    @Test
    void aBackendThatDoesNotTakeWhatItIsSentHasSoMuchTimeToo() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        gateway.backend.does(_ -> answered.await(20, TimeUnit.SECONDS));
        int length = 9 * 1024 * 1024;
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("POST", "/hasty/upload", "Content-Length: " + length + "\r\n"));
            Thread.ofVirtual().start(() -> {
                try {
                    client.send(new byte[length]);
                } catch (IOException notReadToTheEnd) {
                    // The answer is there before all of it has been sent.
                }
            });
            assertThat(client.answer().text()).contains("BACKEND_TIMEOUT");
        } finally {
            answered.countDown();
        }
    }

    @Test
    void aBackendThatSaysContinueAndNothingElseIsSilent() throws Exception {
        gateway.backend.does(talk -> {
            talk.send("HTTP/1.1 100 Continue\r\n\r\n");
            talk.awaitClose();
        });
        assertThat(gateway.get("/hasty/continue", "").text()).contains("BACKEND_TIMEOUT");
    }

    @Test
    void aBackendThatTakesAnUploadSlowlyIsNotSilent() throws Exception {
        int length = 3 * 1024 * 1024;
        gateway.backend.does(talk -> {
            byte[] part = new byte[LITTLE];
            for (long read = 0; read < length; read += talk.take(part)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("POST", "/hasty/slowly", "Content-Length: " + length + "\r\n"));
            client.send(new byte[length]);
            assertThat(client.answer().text()).isEqualTo("ok");
        }
    }
}
