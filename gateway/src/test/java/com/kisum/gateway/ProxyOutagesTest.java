package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does the client see when a backend is slow, gone, breaks off, says no, or takes its time on purpose? */
final class ProxyOutagesTest {
    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with();

    private static void isOurs(RawMessage answer, String code) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.all("content-type")).containsExactly("application/problem+json");
        assertThat(answer.all("retry-after")).hasSize(1);
        assertThat(answer.text()).contains("\"code\":\"" + code + "\"");
        assertThat(answer.complete()).isTrue();
    }

    @Test
    void aBackendThatDoesNotAnswerInTimeIsNotWaitedFor() throws IOException {
        gateway.backend.does(RawBackend.Talk::awaitClose);
        isOurs(gateway.get("/hasty/a", ""), "BACKEND_TIMEOUT");
    }

    /** After 300 ms, and not after twice as long: with a body and without, on a new connection and on one that had its turn. */
    @Test
    void aTimeoutIsNoLongerThanItSays() throws IOException {
        gateway.backend.does(talk -> {
            talk.readBody();
            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            talk.readBody();
            assertThat(new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS)).isFalse();
            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        for (String[] request : new String[][]{{"GET", "", ""}, {"POST", "Content-Length: 4\r\n", "body"}}) {
            try (RawClient client = gateway.client()) {
                String sent = ProxyUnderTest.request(request[0], "/hasty/a", request[1]) + request[2];
                assertThat(client.send(sent).answer().status()).isEqualTo(200);
                isOurs(client.send(sent).answer(), "BACKEND_TIMEOUT");
            }
        }
        gateway.backend.does(talk -> {
            talk.readBody();
            assertThat(new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS)).isFalse();
            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("POST", "/hasty/a", "Content-Length: 4\r\n") + "body");
            isOurs(client.answer(), "BACKEND_TIMEOUT");
        }
    }

    @Test
    void aBackendThatRefusesConnectionsIsUnavailable() throws IOException {
        isOurs(gateway.get("/gone/a", ""), "BACKEND_UNAVAILABLE");
    }

    @Test
    void aBackendThatHangsUpBeforeItAnswersIsUnavailable() throws IOException {
        gateway.backend.does(RawBackend.Talk::close);
        isOurs(gateway.get("/broken/a", ""), "BACKEND_UNAVAILABLE");
    }

    @Test
    void aBackendThatSpeaksNoHttpIsUnavailable() throws IOException {
        gateway.backend.answers("SSH-2.0-OpenSSH_9.9\r\n\r\n");
        isOurs(gateway.get("/broken/a", ""), "BACKEND_UNAVAILABLE");
    }

    @Test
    void anInterimAnswerIsLeftBehindAndTheAnswerArrives() throws IOException {
        gateway.backend.answers("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        RawMessage answer = gateway.get("/broken/a", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.all("link")).isEmpty();
        assertThat(gateway.get("/broken/a", "").status()).as("and the connection goes on").isEqualTo(200);
    }

    @Test
    void aPostIsNotSentTwiceWhenTheBackendHangsUp() throws IOException, InterruptedException {
        assertThat(gateway.get("/broken/a", "").status()).isEqualTo(200); // so that a connection waits in the pool
        gateway.backend.saw();
        gateway.backend.does(talk -> {
            talk.readBody();
            talk.close();
        });
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("POST", "/broken/a", "Content-Length: 3\r\n") + "pay");
            isOurs(client.answer(), "BACKEND_UNAVAILABLE");
            client.send(ProxyUnderTest.request("POST", "/broken/a", "Content-Length: 0\r\n"));
            isOurs(client.answer(), "BACKEND_UNAVAILABLE");
        }
        assertThat(gateway.backend.seenSoFar()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
            "Transfer-Encoding: chunked\r\n\r\nA\r\nhalf"})
    void halfAnAnswerIsNeverAWholeOne(String half) throws IOException {
        gateway.backend.does(talk -> {
            talk.send("HTTP/1.1 200 OK\r\n" + half);
            talk.close();
        });
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("GET", "/open/a", ""));
            client.answerIfAny().ifPresent(answer -> {
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.complete()).isFalse();
            });
        }
    }

    @Test
    void aBackendThatFallsSilentHalfWayIsNotWaitedFor() throws IOException {
        gateway.backend.does(talk -> {
            talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
            talk.awaitClose();
        });
        RawMessage answer = gateway.get("/hasty/a", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.complete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 500, 502, 503})
    void whatTheBackendSaysIsItsOwn(int status) throws IOException {
        gateway.backend.answers("HTTP/1.1 " + status + " Theirs\r\nContent-Type: text/x-theirs\r\n"
                + "WWW-Authenticate: Theirs\r\nContent-Length: 9\r\n\r\ntheir own");
        RawMessage answer = gateway.get("/raw/a", ProxyUnderTest.CREDENTIALS);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).isEqualTo("their own");
        assertThat(answer.all("content-type")).containsExactly("text/x-theirs");
        assertThat(answer.all("www-authenticate")).containsExactly("Theirs");
        assertThat(answer.names()).doesNotContain("retry-after", "cache-control");
    }

    @Test
    void oneBackendsTroubleStaysItsOwn() throws IOException {
        gateway.backend.does(RawBackend.Talk::close);
        for (int i = 0; i < 20; i++) {
            isOurs(gateway.get("/flaky/a", ""), "BACKEND_UNAVAILABLE");
        }
        gateway.backend.does(RawBackend.OK);
        isOurs(gateway.get("/flaky/a", ""), "BACKEND_UNAVAILABLE");
        assertThat(gateway.backend.seenSoFar()).as("asked while its breaker is open").isZero();
        assertThat(gateway.get("/open/a", "").status()).isEqualTo(200);
    }

    @Test
    void partsArriveAsTheyAreSent() throws IOException {
        CountDownLatch firstArrived = new CountDownLatch(1);
        gateway.backend.does(talk -> {
            talk.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "9\r\ndata: 1\n\n\r\n");
            if (firstArrived.await(10, TimeUnit.SECONDS)) {
                talk.send("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
            }
        });
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("GET", "/open/a", "Accept: text/event-stream\r\n"));
            assertThat(client.head().all("content-type")).containsExactly("text/event-stream");
            assertThat(client.chunk()).isEqualTo("data: 1\n\n");
            firstArrived.countDown();
            assertThat(client.chunk()).isEqualTo("data: 2\n\n");
            assertThat(client.chunk()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientThatHangsUpCancelsTheBackendsWork(boolean answering) throws IOException, InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        gateway.backend.does(talk -> {
            if (answering) {
                talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
            }
            asked.countDown();
            talk.awaitClose();
            cancelled.countDown();
        });
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("GET", "/open/a", ""));
            if (answering) {
                client.head();
                assertThat(client.chunk()).isEqualTo("a");
            }
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(cancelled.await(8, TimeUnit.SECONDS)).isTrue();
    }
}
