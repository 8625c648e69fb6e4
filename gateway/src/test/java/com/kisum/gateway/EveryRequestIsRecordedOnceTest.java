package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.contract.DecisionEvents;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Is there one decision event for each request, and an answer of ours, whatever goes wrong? */
final class EveryRequestIsRecordedOnceTest {
    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with(
            context -> context.registerBean(MeterFilter.class, EveryRequestIsRecordedOnceTest::withABug));
    private static DecisionEvents events;

    @BeforeAll
    static void start() throws IOException {
        events = DecisionEvents.listen();
    }

    /** Meters that cannot be had: what answers through backend {@code broken}, and what is refused for a module of its own. */
    private static MeterFilter withABug() {
        return new MeterFilter() {
            @Override
            public MeterFilterReply accept(Meter.Id id) {
                boolean ofADenial = id.getName().equals("gateway.decisions")
                        && "METHOD_NOT_ALLOWED".equals(id.getTag("code"));
                if ("broken".equals(id.getTag("backend")) || ofADenial) {
                    throw new IllegalStateException("a bug, for the test");
                }
                return MeterFilterReply.NEUTRAL;
            }
        };
    }

    @AfterAll
    static void stop() throws IOException {
        events.close();
    }

    private static String id(String name) {
        return "X-Request-Id: " + name + "\r\n";
    }

    /** The one event. A later request is written down later, so there is no waiting for more. */
    private static JsonNode onlyEventOf(String request) throws IOException, InterruptedException {
        gateway.backend.does(RawBackend.OK);
        assertThat(gateway.get("/open/later", id("after-" + request)).status()).isEqualTo(200);
        List<JsonNode> all = events.allOf(request, "after-" + request);
        assertThat(all).as("events of " + request).hasSize(1);
        return all.getFirst();
    }

    private static void isInternal(RawMessage answer) {
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.all("content-type")).containsExactly("application/problem+json");
        assertThat(answer.text()).contains("\"code\":\"INTERNAL\"").doesNotContain("for the test");
        assertThat(answer.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "assertion", "overflow", "linkage", "checked", "late-assertion", "empty"})
    void anErrorWhileDecidingDeniesWhicheverItIs(String error) throws IOException, InterruptedException {
        isInternal(gateway.get("/me/a", "Authorization: Bearer " + error + "\r\n" + id("error-" + error)));
        assertThat(gateway.backend.seenSoFar()).isZero();
        JsonNode event = onlyEventOf("error-" + error);
        assertThat(event.path("code").stringValue("")).isEqualTo("INTERNAL");
        assertThat(event.path("status").intValue(0)).isEqualTo(500);
        assertThat(event.path("result").stringValue("")).isEqualTo("deny");
        assertThat(event.path("route").stringValue("")).isEqualTo("me");
        assertThat(event.path("endpoint").stringValue("")).isEqualTo("GET /me/**");
    }

    @Test
    void anErrorWhileRelayingIsOursAndNotTheBackends() throws IOException, InterruptedException {
        for (int i = 0; i < 20; i++) {
            isInternal(gateway.get("/broken/a", id("relaying-" + i)));
            assertThat(gateway.backend.saw().target()).as("as no breaker opened").isEqualTo("/broken/a");
        }
        JsonNode event = onlyEventOf("relaying-19");
        assertThat(event.path("code").stringValue("")).isEqualTo("INTERNAL");
        assertThat(event.path("result").stringValue("")).isEqualTo("allow");
        assertThat(event.path("route").stringValue("")).isEqualTo("broken");
    }

    @Test
    void anErrorWhileDenyingIsOurs() throws IOException, InterruptedException {
        try (RawClient client = gateway.client()) {
            isInternal(client.send(ProxyUnderTest.request("TRACE", "/open/a", id("denying"))).answer());
        }
        assertThat(onlyEventOf("denying").path("code").stringValue("")).isEqualTo("INTERNAL");
    }

    @Test
    void aClientThatHangsUpWhileItsTokenIsReadWasNotAnswered() throws IOException, InterruptedException {
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("GET", "/me/a", "Authorization: Bearer never\r\n" + id("gone-early")));
        }
        JsonNode event = events.of("gone-early");
        assertThat(event.path("status").intValue(-1)).isZero();
        assertThat(event.path("result").stringValue("")).isEqualTo("deny");
        assertThat(event.path("code").isNull()).isTrue();
        assertThat(event.path("route").stringValue("")).isEqualTo("me");
    }

    @Test
    void aClientThatHangsUpBeforeTheBackendAnswersWasNotAnswered() throws IOException, InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        gateway.backend.does(talk -> {
            asked.countDown();
            talk.awaitClose();
        });
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("GET", "/open/a", id("gone-late")));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        }
        JsonNode event = events.of("gone-late");
        assertThat(event.path("status").intValue(-1)).isZero();
        assertThat(event.path("result").stringValue("")).isEqualTo("allow");
        assertThat(event.path("upstreamStatus").isNull()).isTrue();
    }

    @Test
    void uploadsThatBreakOffAreNotTheBackendsFault() throws IOException, InterruptedException {
        for (int i = 0; i < 20; i++) {
            CountDownLatch asked = new CountDownLatch(1);
            gateway.backend.does(talk -> {
                asked.countDown();
                talk.readBody();
            });
            try (RawClient client = gateway.client()) {
                client.send(ProxyUnderTest.request("POST", "/flaky/a", "Content-Length: 9\r\n" + id("upload-" + i)));
                client.send("half");
                assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(events.of("upload-" + i).path("status").intValue(-1)).isZero();
        }
        gateway.backend.does(RawBackend.OK);
        assertThat(gateway.get("/flaky/a", "").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "-1\r\nhello\r\n", "5\r\nhelloX\r\n", "ffffffffffffffff0\r\nhello\r\n"})
    void aBodyThatCannotBeReadIsAmbiguous(String chunk) throws IOException, InterruptedException {
        gateway.backend.does(RawBackend.Talk::readBody);
        String request = "chunk-" + chunk.hashCode();
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("POST", "/open/a", "Transfer-Encoding: chunked\r\n" + id(request)));
            RawMessage answer = client.send("1\r\na\r\n" + chunk).answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("\"code\":\"REQUEST_AMBIGUOUS\"");
            assertThat(answer.all("connection")).containsExactly("close");
            assertThat(client.answerIfAny()).as("the connection has ended").isEmpty();
        }
        JsonNode event = onlyEventOf(request);
        assertThat(event.path("code").stringValue("")).isEqualTo("REQUEST_AMBIGUOUS");
        assertThat(event.path("status").intValue(0)).isEqualTo(400);
    }

    /** In one packet: the body breaks off before anyone could read it. */
    @ParameterizedTest
    @ValueSource(strings = {"open", "gone", "me"})
    void soIsOneThatCannotBeReadFromItsBeginning(String route) throws IOException, InterruptedException {
        gateway.backend.does(RawBackend.Talk::readBody);
        for (int i = 0; i < 3; i++) {
            String request = "at-once-" + route + i;
            try (RawClient client = gateway.client()) {
                client.send(ProxyUnderTest.request("POST", "/" + route + "/a",
                        "Transfer-Encoding: chunked\r\n" + id(request)) + "zz\r\n");
                RawMessage answer = client.answer();
                assertThat(answer.status()).isEqualTo(switch (route) {
                    case "open", "gone" -> 400; // it is read before a backend is asked
                    default -> 401; // it is not worth reading
                });
                assertThat(client.answerIfAny()).as("the connection has ended").isEmpty();
            }
            assertThat(events.of(request).path("status").intValue(0)).isNotZero();
        }
    }

    @Test
    void halfAnAnswerIsRecordedAsItBegan() throws IOException, InterruptedException {
        gateway.backend.does(talk -> {
            talk.send("HTTP/1.1 201 Created\r\nContent-Length: 10\r\n\r\nhalf");
            talk.close();
        });
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("GET", "/open/a", id("half")));
            client.answerIfAny();
        }
        JsonNode event = onlyEventOf("half");
        assertThat(event.path("status").intValue(0)).isEqualTo(201);
        assertThat(event.path("upstreamStatus").intValue(0)).isEqualTo(201);
    }

    @Test
    void whatTheDoorRefusesIsRecordedOnceToo() throws IOException, InterruptedException {
        assertThat(gateway.get("/open/../a", id("refused")).status()).isEqualTo(400);
        JsonNode event = onlyEventOf("refused");
        assertThat(event.path("code").stringValue("")).isEqualTo("REQUEST_AMBIGUOUS");
        assertThat(event.path("endpoint").stringValue("")).isEqualTo("none");
    }
}
