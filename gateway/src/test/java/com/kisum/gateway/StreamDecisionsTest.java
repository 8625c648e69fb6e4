package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.auth.TokenVerdict;
import com.kisum.gateway.route.Policies;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import com.kisum.policy.route.PolicyRevision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does a stream end when a request would be denied by now, though nobody announced anything? There is no Redis here: what is old is
 * asked for anew.
 */
final class StreamDecisionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PERMISSION = "promoter.events.read";
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    @TempDir
    static Path folder;

    private static final FakePorts PORTS = FakePorts.create();
    private static RawBackend raw;
    private static LiveBackend live;
    private static RunningGateway gateway;
    private static HttpClient client;
    private static Path routes;

    private record Person(UserId user, CompanyId company, MembershipId membership, String token) {
        void granted(long version, String... permissions) {
            PORTS.memberships().member(user,
                    Grants.of(company, membership, version, List.of("promoter"), List.of(permissions)));
        }

        void bought(long version, SubscriptionStatus status) {
            PORTS.entitlements().knows(new Entitlements(company, version,
                    new Subscription(status, null, null, Set.of(new ModuleKey("promoter"))), List.of()));
        }

        SessionId session() {
            return new SessionId("session-of-" + token);
        }

        Talk talks(String path) {
            return Talk.open(client, gateway.port(), path, token, company.value());
        }

        String credentials() {
            return "Authorization: Bearer " + token + "\r\nx-org: " + company + "\r\n";
        }

        /** An answer that goes on, of which the first event has come. */
        RawClient listens(String path) {
            try {
                RawClient listening = RawClient.to(gateway.port()).send("GET " + path
                        + " HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n" + credentials() + "\r\n");
                assertThat(listening.head().status()).isEqualTo(200);
                assertThat(listening.chunk()).isEqualTo("data: hello\n\n");
                return listening;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @BeforeAll
    static void start() throws IOException {
        raw = RawBackend.start();
        live = new LiveBackend();
        client = HttpClient.newHttpClient();
        routes = Files.writeString(folder.resolve("routes.yml"), policy());
        gateway = RunningGateway.start(routes, PORTS, "--gateway.reload-check=20ms",
                "--gateway.access.reload-after=1s",
                "--gateway.access.max-staleness=500ms", "--gateway.access.patience=500ms");
    }

    @AfterAll
    static void stop() throws IOException {
        client.shutdownNow();
        gateway.close();
        live.close();
        raw.close();
    }

    @BeforeEach
    void allIsWell() throws IOException {
        PORTS.sessions().outage(false);
        PORTS.memberships().outage(false);
        decides(policy());
    }

    private static String policy() {
        return StreamPolicy.of(live, raw);
    }

    private static void decides(String policy) throws IOException {
        Files.writeString(routes, policy);
        String revision = PolicyRevision.of(policy.getBytes(StandardCharsets.UTF_8)).digits();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5))
                .until(() -> gateway.bean(Policies.class).get().revision().equals(revision));
    }

    private static Person newcomer() {
        int number = PEOPLE.incrementAndGet();
        String token = "t" + number;
        Person person = new Person(PORTS.login("u" + number, token), new CompanyId("c" + number),
                new MembershipId("m" + number), token);
        person.granted(1, PERMISSION);
        person.bought(1, SubscriptionStatus.ACTIVE);
        return person;
    }

    @Test
    void whatStaysAllowedGoesOnHoweverOftenItIsDecidedAgain() throws Exception {
        Person person = newcomer();
        try (Talk talk = person.talks("/live/a"); RawClient listening = person.listens("/listen/events")) {
            String before = gateway.measured("gateway_streams_decisions_total{result=\"allow\"}");
            int asked = PORTS.sessions().asked();
            await().atMost(PATIENCE).until(() -> PORTS.sessions().asked() > asked + 2); // reloaded three times
            assertThat(talk.says("still here")).isEqualTo("still here");
            live.says("and here");
            assertThat(listening.chunk()).isEqualTo("data: and here\n\n");
            assertThat(gateway.measured("gateway_streams_decisions_total{result=\"allow\"}")).isNotEqualTo(before);
            assertThat(gateway.measured("gateway_streams_open{kind=\"websocket\",route=\"live\"}")).endsWith(" 1.0");
            assertThat(gateway.measured("gateway_streams_open{kind=\"events\",route=\"events\"}")).endsWith(" 1.0");
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(gateway.measured("gateway_streams_open{kind=\"websocket\",route=\"live\"}")).endsWith(" 0.0");
            assertThat(gateway.measured("gateway_streams_open{kind=\"events\",route=\"events\"}")).endsWith(" 0.0");
        });
    }

    @Test
    void aGrantThatIsTakenAwayEndsThemAndSaysWhy() throws Exception {
        Person person = newcomer();
        try (Talk talk = person.talks("/live/a"); RawClient listening = person.listens("/listen/events")) {
            person.granted(2);
            assertThat(talk.ended()).isEqualTo("4403 PERMISSION_MISSING");
            assertThat(listening.bytes(1)).as("broken off, without an end").isEmpty();
        }
        await().atMost(PATIENCE).until(() -> live.open() == 0);
        assertThat(
                gateway.measured(
                        "gateway_streams_ended_total{code=\"PERMISSION_MISSING\",kind=\"websocket\",route=\"live\"}"))
                .isNotEqualTo("none");
        assertThat(
                gateway.measured(
                        "gateway_streams_ended_total{code=\"PERMISSION_MISSING\",kind=\"events\",route=\"events\"}"))
                .isNotEqualTo("none");
    }

    @Test
    void aSubscriptionThatIsCancelledEndsThem() {
        Person person = newcomer();
        try (Talk talk = person.talks("/live/a")) {
            person.bought(2, SubscriptionStatus.CANCELLED);
            assertThat(talk.ended()).isEqualTo("4403 SUBSCRIPTION_INACTIVE");
        }
    }

    @Test
    void aLogoutEndsThem() {
        Person person = newcomer();
        try (Talk talk = person.talks("/live/a"); Talk mine = person.talks("/me/a")) {
            PORTS.sessions().end(person.session());
            assertThat(talk.ended()).isEqualTo("4401 SESSION_REVOKED");
            assertThat(mine.ended()).isEqualTo("4401 SESSION_REVOKED");
        }
    }

    @Test
    void aTokenThatExpiresEndsThem() {
        Person person = newcomer();
        try (Talk talk = person.talks("/live/a")) {
            PORTS.tokens().verdict(person.token(), new TokenVerdict.Expired());
            assertThat(talk.ended()).isEqualTo("4401 TOKEN_EXPIRED");
        }
    }

    /** Nobody was refused anything: whoever reads the code comes again. */
    @Test
    void anOutageEndsThemWithAnotherCodeThanARefusal() throws Exception {
        Person person = newcomer();
        try (Talk talk = person.talks("/live/a"); Talk patient = person.talks("/stale/a")) {
            PORTS.sessions().outage(true);
            assertThat(talk.ended()).isEqualTo("1013 ACCESS_UNAVAILABLE");
            assertThat(patient.says("still here")).as("onOutage: stale").isEqualTo("still here");
            assertThat(patient.isOpen()).isTrue();
        }
    }

    @Test
    void whatIsInShadowGoesOn() throws Exception {
        Person person = newcomer();
        try (Talk shadow = person.talks("/shadow/a"); Talk talk = person.talks("/live/a")) {
            person.granted(2);
            assertThat(talk.ended()).isEqualTo("4403 PERMISSION_MISSING");
            assertThat(shadow.says("still here")).isEqualTo("still here");
            PORTS.sessions().end(person.session());
            assertThat(shadow.ended()).as("the token is no part of the experiment").isEqualTo("4401 SESSION_REVOKED");
        }
    }

    @Test
    void anotherPolicyDecidesOnWhatTheOneBeforeLetThrough() throws Exception {
        Person person = newcomer();
        try (Talk live = person.talks("/live/a");
                Talk mine = person.talks("/me/a");
                Talk shadow = person.talks("/shadow/a");
                Talk open = person.talks("/open/a");
                Talk stale = person.talks("/stale/a")) {
            decides(policy()
                    .replace("GET /live/**,   backend: live, require: { permission: promoter.events.read }",
                            "GET /live/**,   backend: live, require: { permission: promoter.events.write }")
                    .replace("access: authenticated, websocket: true", "access: authenticated")
                    .replace("match: GET /open/**,   backend: live, access: public",
                            "match: GET /open/**,   backend: live, require: { permission: promoter.events.write }")
                    .replace("GET /stale/**", "GET /elsewhere/**"));
            assertThat(live.ended()).isEqualTo("4403 PERMISSION_MISSING");
            assertThat(mine.ended()).isEqualTo("1008 NO_ROUTE");
            assertThat(open.ended()).as("it had been public").isEqualTo("4403 PERMISSION_MISSING");
            assertThat(stale.ended()).isEqualTo("1008 NO_ROUTE");
            assertThat(shadow.says("still here")).isEqualTo("still here");
        }
    }

    /** A frame of ours within one of theirs would be neither. */
    @Test
    void theLastWordStandsBetweenTwoFrames() throws Exception {
        Person person = newcomer();
        CountDownLatch goOn = new CountDownLatch(1);
        raw.does(talk -> {
            talk.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n\u0081\13one h");
            assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
            talk.send("alf ok\u0081\u0005never");
            talk.record(new RawMessage("rest", List.of(), talk.read(100), true));
        });
        try (RawClient one = RawClient.to(gateway.port())) {
            one.send("GET /raw/a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + person.credentials() + "\r\n");
            assertThat(one.head().status()).isEqualTo(101);
            person.granted(2);
            await().atMost(PATIENCE).until(() -> !gateway.measured(
                    "gateway_streams_ended_total{code=\"PERMISSION_MISSING\",kind=\"websocket\",route=\"raw\"}")
                    .equals("none"));
            one.send("\u0081\u0085\0\0\0\0never"); // what is said from now on
            goOn.countDown();
            String heard = new String(one.bytes(100), StandardCharsets.ISO_8859_1);
            assertThat(heard).isEqualTo("\u0081\13one half ok\u0088\24\21" + "3PERMISSION_MISSING");
        }
        byte[] toBackend = raw.saw().body();
        assertThat(toBackend).hasSize(8);
        assertThat(toBackend[0]).isEqualTo((byte) 0x88);
        assertThat(toBackend[1]).isEqualTo((byte) 0x82);
        assertThat(((toBackend[6] ^ toBackend[2]) << 8) | ((toBackend[7] ^ toBackend[3]) & 0xFF)).isEqualTo(1001);
    }

    /** A client that asks for compressed frames, and that nobody here wrote. */
    @Test
    void nodesClientTalksAndReadsWhyItEnds() throws Exception {
        Assumptions.assumeTrue(nodeHasWebSockets(), "SKIPPED: there is no node with WebSockets here");
        Person person = newcomer();
        Path script = Files.writeString(folder.resolve("talk.js"), """
                const socket = new WebSocket('ws://127.0.0.1:%d/live/a',
                    { headers: { authorization: 'Bearer %s', 'x-org': '%s' } });
                socket.onopen = () => socket.send('hello '.repeat(1000));
                socket.onmessage = event => console.log('heard', event.data.length, socket.extensions);
                socket.onclose = event => console.log('closed', event.code, event.reason);
                socket.onerror = event => console.log('error', event.message);
                """.formatted(gateway.port(), person.token(), person.company()));
        Process node = new ProcessBuilder("node", "--experimental-websocket", script.toString())
                .redirectErrorStream(true).start();
        try (BufferedReader said = node.inputReader()) {
            assertThat(said.lines().filter(line -> line.startsWith("heard") || line.startsWith("error")).findFirst())
                    .hasValue("heard 6000 permessage-deflate");
            person.granted(2);
            assertThat(said.lines().filter(line -> line.startsWith("closed")).findFirst())
                    .hasValue("closed 4403 PERMISSION_MISSING");
        } finally {
            node.destroyForcibly();
        }
    }

    private static boolean nodeHasWebSockets() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--experimental-websocket", "-e",
                    "new WebSocket('ws://127.0.0.1:1').onerror = () => {}")
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException none) {
            return false;
        }
    }

    /** Within the times of the outage and of a request: nobody is asked a thousand times. */
    @Test
    void aThousandOfOneCompanyEndTogetherAndAskOnce() throws Exception {
        Person first = newcomer();
        List<RawClient> all = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                all.add(first.listens("/listen/events"));
            }
            int asked = PORTS.memberships().asked();
            long begun = System.nanoTime();
            first.granted(2);
            for (RawClient one : all) {
                assertThat(one.bytes(1)).isEmpty();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            assertThat(took).isLessThan(Duration.ofSeconds(10));
            assertThat(PORTS.memberships().asked() - asked).isLessThan(30);
        } finally {
            for (RawClient one : all) {
                one.close();
            }
        }
        await().atMost(PATIENCE).until(() -> live.open() == 0);
    }
}
