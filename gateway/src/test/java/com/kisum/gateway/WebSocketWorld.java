package com.kisum.gateway;

import static org.awaitility.Awaitility.await;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A gateway before backends that talk back, with one who may talk to them and one who may not. Registered with a test class it starts
 * before its first test, and each begins when nobody talks any more.
 */
final class WebSocketWorld implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    static final String HANDSHAKE = UPGRADE + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n";
    static final String ADA = "Authorization: Bearer adas\r\nx-org: acme\r\n";

    private static final CompanyId ACME = new CompanyId("acme");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final RawBackend raw;
    final LiveBackend live;
    private final HttpClient client;
    private final Path routes;
    private @Nullable RunningGateway gateway;

    WebSocketWorld() {
        try {
            raw = RawBackend.start();
            live = new LiveBackend();
            client = HttpClient.newHttpClient();
            routes = Files.createTempFile("routes", ".yml");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        FakePorts ports = FakePorts.create();
        UserId ada = ports.login("ada", "adas");
        ports.login("noah", "noahs");
        ports.memberships()
                .member(ada, Grants.of(ACME, new MembershipId("m-ada"), 1, List.of("promoter"), List.of()))
                .member(new UserId("noah"), Grants.of(ACME, new MembershipId("m-noah"), 1, List.of(), List.of()));
        ports.entitlements().knows(new Entitlements(ACME, 1,
                new Subscription(SubscriptionStatus.ACTIVE, null, null, Set.of(new ModuleKey("promoter"))), List.of()));
        Files.writeString(routes, """
                version: 1
                modules: { promoter: { type: base } }
                backends:
                  live: { url: "%s" }
                  raw:  { url: "http://127.0.0.1:%d", timeout: 2s }
                  odd:  { url: "http://127.0.0.1:%2$d", timeout: 2s }
                  few:  { url: "%1$s" }
                  slow: { url: "http://127.0.0.1:%2$d", timeout: 20s }
                defaults: { maxBody: 1KB, timeout: 2s }
                routes:
                  - { id: live,  match: ANY /live/**,  backend: live, require: { module: promoter }, websocket: true }
                  - { id: open,  match: ANY /open/**,  backend: live, access: public, websocket: true }
                  - { id: raw,   match: ANY /raw/**,   backend: raw,  access: public, websocket: true }
                  - { id: odd,   match: ANY /odd/**,   backend: odd,  access: public, websocket: true }
                  - { id: plain, match: ANY /plain/**, backend: raw,  access: public }
                  - { id: few,   match: ANY /few/**,   backend: few,  access: authenticated, websocket: true }
                  - { id: all,   match: ANY /all/**,   backend: few,  access: public, websocket: true }
                  - { id: slow,  match: ANY /slow/**,  backend: slow, access: public }
                  - { id: mine,  match: ANY /mine/**,  backend: slow, access: authenticated }
                """.formatted(live.url(), raw.port()));
        gateway = RunningGateway.start(routes, ports, "--gateway.streams.idle-timeout=3s", "--gateway.streams.most=5");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        awaitQuiet();
        raw.does(RawBackend.OK);
        live.closes().clear();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        try (raw; live; RunningGateway _ = gateway) {
            client.shutdownNow();
        } finally {
            Files.delete(routes);
        }
    }

    RunningGateway gateway() {
        return Objects.requireNonNull(gateway, "not started");
    }

    void awaitQuiet() {
        await().atMost(PATIENCE).until(() -> live.open() == 0);
    }

    /** Ada's. */
    Talk talk(String target, String... protocols) {
        return Talk.open(client, gateway().port(), target, "adas", "acme", protocols);
    }

    /** The status that a handshake is answered with instead. */
    int refusal(String target, String token, String company) {
        return Talk.refusal(client, gateway().port(), target, token, company);
    }

    RawClient handshake(String target, String headers) throws IOException {
        return get(target, HANDSHAKE + headers);
    }

    RawClient listening(String target, String headers) throws IOException {
        return get(target, "Accept: text/event-stream\r\n" + headers);
    }

    /** Sent, and not yet answered. */
    RawClient get(String target, String headers) throws IOException {
        return RawClient.to(gateway().port()).send("GET " + target + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n");
    }
}
