package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Is what a backend says beyond the end of one client's answer kept from the next client, who may get the same connection? */
final class AnswersKeptApartTest {
    private static final String WHOLE = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    /** Its last header would swallow the first line of the answer that it is put before. */
    private static final String HALF_A_HEAD = "HTTP/1.1 200 OK\r\nSet-Cookie: session=attackers\r\nX-Rest: ";
    private static final String ANOTHER = "HTTP/1.1 200 OK\r\nSet-Cookie: session=attackers\r\nContent-Length: 6\r\n\r\nforged";

    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with();

    /** Each by a client of its own. */
    private static RawMessage ask(String method) throws IOException {
        try (RawClient client = gateway.client()) {
            RawMessage head = client.send(ProxyUnderTest.request(method, "/open/a", "")).head();
            return method.equals("HEAD") || head.status() == 204 || head.status() == 304
                    ? head
                    : withBody(client, head);
        }
    }

    private static RawMessage withBody(RawClient client, RawMessage head) throws IOException {
        int length = Integer.parseInt(head.all("content-length").getFirst());
        return new RawMessage(head.startLine(), head.headers(), client.bytes(length), true);
    }

    /** More than once: the pool gives the connection that came back last. */
    private static void theNextGetsItsOwn() throws IOException {
        gateway.backend.answers(WHOLE);
        for (int i = 0; i < 3; i++) {
            RawMessage next = ask("GET");
            assertThat(next.status()).isEqualTo(200);
            assertThat(next.names()).doesNotContain("set-cookie", "x-rest");
            assertThat(next.text()).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {HALF_A_HEAD, ANOTHER, "H", "\r\n", "\r\n\r\n" + HALF_A_HEAD, "and more"})
    void whatFollowsTheBodyIsForNobody(String beyond) throws IOException {
        gateway.backend.answers(WHOLE + beyond);
        RawMessage answer = ask("GET");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).as("what was whole arrives").isEqualTo("ok");
        theNextGetsItsOwn();
    }

    @ParameterizedTest
    @ValueSource(strings = {HALF_A_HEAD, ANOTHER})
    void norIsWhatFollowsTheLastChunk(String beyond) throws IOException {
        gateway.backend
                .answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" + beyond);
        try (RawClient client = gateway.client()) {
            RawMessage answer = client.send(ProxyUnderTest.request("GET", "/open/a", "")).answer();
            assertThat(answer.complete()).isTrue();
            assertThat(answer.text()).isEqualTo("ok");
        }
        theNextGetsItsOwn();
    }

    @ParameterizedTest
    @ValueSource(strings = {HALF_A_HEAD, ANOTHER})
    void norIsABodyBehindTheAnswerToHead(String body) throws IOException {
        gateway.backend.answers("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertThat(ask("HEAD").status()).isEqualTo(200);
        theNextGetsItsOwn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void norIsABodyBehindAnAnswerThatHasNone(String status) throws IOException {
        gateway.backend.answers("HTTP/1.1 " + status + "\r\nContent-Length: " + HALF_A_HEAD.length() + "\r\n\r\n"
                + HALF_A_HEAD);
        assertThat(ask("GET").startLine()).contains(status.substring(0, 3));
        theNextGetsItsOwn();
    }

    @ParameterizedTest
    @ValueSource(strings = {HALF_A_HEAD, ANOTHER, "H"})
    void whatComesWhileNobodyAsksEndsTheConnection(String unasked) throws Exception {
        CompletableFuture<Void> told = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        gateway.backend.does(talk -> {
            talk.send(WHOLE);
            told.join();
            talk.send(unasked);
            talk.awaitClose();
            closed.complete(null);
        });
        assertThat(ask("GET").text()).isEqualTo("ok");
        told.complete(null);
        closed.get(5, TimeUnit.SECONDS);
        theNextGetsItsOwn();
    }

    @Test
    void aProtocolThatNobodyAskedForEndsTheConnection() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        gateway.backend.does(talk -> {
            talk.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: upgrade\r\n\r\n" + ANOTHER);
            talk.awaitClose();
            closed.complete(null);
        });
        assertThat(gateway.get("/odd/a", "").status()).isEqualTo(503);
        closed.get(5, TimeUnit.SECONDS);
        theNextGetsItsOwn();
    }

    @Test
    void interimAnswersAreNoMoreThanTheAnswer() throws IOException {
        assertThat(
                connectionsFor("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + WHOLE))
                .hasSizeLessThan(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {WHOLE, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n\r\n"})
    void aConnectionOnWhichNothingElseCameIsUsedAgain(String answer) throws IOException {
        assertThat(connectionsFor(answer)).hasSizeLessThan(5);
    }

    private static Set<Integer> connectionsFor(String answer) throws IOException {
        Queue<Integer> connections = new ConcurrentLinkedQueue<>();
        gateway.backend.does(talk -> {
            connections.add(talk.connection());
            talk.send(answer);
        });
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            try (RawClient client = gateway.client()) {
                statuses.add(client.send(ProxyUnderTest.request("GET", "/open/a", "")).head().status());
            }
        }
        assertThat(statuses).allMatch(status -> status == 200 || status == 204);
        assertThat(connections).hasSize(10);
        return Set.copyOf(connections);
    }
}
