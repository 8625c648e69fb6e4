package com.kisum.gateway;

import com.kisum.auth.Authenticator;
import com.kisum.auth.FakeAuthenticator;
import com.kisum.auth.FakeMemberships;
import com.kisum.auth.FakeSessions;
import com.kisum.auth.FakeUsers;
import com.kisum.auth.MembershipSource;
import com.kisum.auth.SessionSource;
import com.kisum.auth.TokenVerdict;
import com.kisum.auth.UserSource;
import com.kisum.core.EntitlementSource;
import com.kisum.core.FakeEntitlements;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import reactor.core.publisher.Mono;

/**
 * What does the gateway do on the wire? The real application on a port of its own, between a raw client and raw backends; Auth
 * and Core are fakes that know one member. Registered with a test class it starts before its first test and ends after its last, and
 * before each its backend is well.
 */
final class ProxyUnderTest implements AutoCloseable, BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    static final String CREDENTIALS = "Authorization: Bearer adas-token\r\nx-org: acme\r\n";

    private static final UserId ADA = new UserId("ada");
    private static final CompanyId ACME = new CompanyId("acme");

    final RawBackend backend;
    private final Path routes;
    private final Consumer<GenericApplicationContext> more;
    private final List<String> settings;
    private @Nullable ConfigurableApplicationContext application;

    private ProxyUnderTest(RawBackend backend, Path routes, Consumer<GenericApplicationContext> more,
            List<String> settings) {
        this.backend = backend;
        this.routes = routes;
        this.more = more;
        this.settings = settings;
    }

    /** For a test class: {@code @RegisterExtension static final ProxyUnderTest gateway = ProxyUnderTest.with(…)}. */
    static ProxyUnderTest with(String... settings) {
        return with(context -> {}, settings);
    }

    /**
     * @param more what else is to be in the application
     * @param settings as on a command line
     */
    static ProxyUnderTest with(Consumer<GenericApplicationContext> more, String... settings) {
        try {
            RawBackend backend = RawBackend.start();
            Path routes = Files.createTempFile("routes", ".yml");
            Files.writeString(routes, routes(backend.port(), portOfNobody()));
            return new ProxyUnderTest(backend, routes, more, List.of(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For one test. */
    static ProxyUnderTest start(String... settings) {
        return start(context -> {}, settings);
    }

    static ProxyUnderTest start(Consumer<GenericApplicationContext> more, String... settings) {
        ProxyUnderTest gateway = with(more, settings);
        gateway.start();
        return gateway;
    }

    private void start() {
        // The adapters' test-jars bring a logback-test.xml, which would take the place of the application's own.
        List<String> arguments = new ArrayList<>(List.of("--logging.config=classpath:logback-spring.xml",
                "--server.port=0", "--server.address=127.0.0.1",
                "--management.server.port=0", "--gateway.routes=" + routes, "--gateway.auth.url=http://127.0.0.1:1",
                "--gateway.auth.issuer=auth", "--gateway.auth.audience=kisum",
                "--gateway.auth.database.name=auth", "--gateway.auth.database.user=reader",
                "--gateway.auth.database.password=unused", "--gateway.core.url=http://127.0.0.1:1",
                "--gateway.core.secret=a-secret-nobody-is-asked-for-here"));
        arguments.addAll(settings);
        application = new SpringApplicationBuilder(GatewayApplication.class)
                .initializers(context -> {
                    adaIsAMember((GenericApplicationContext) context);
                    LastingLoops.putInto((GenericApplicationContext) context);
                    more.accept((GenericApplicationContext) context);
                })
                .run(arguments.toArray(String[]::new));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        backend.does(RawBackend.OK);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        close();
    }

    /** Registered before the application's own beans are looked at, so these are the ones that step back. */
    private static void adaIsAMember(GenericApplicationContext context) {
        SessionId session = new SessionId("session-1");
        FakeAuthenticator tokens = new FakeAuthenticator().genuine("adas-token", ADA, session, 1,
                Instant.parse("2099-01-01T00:00:00Z"));
        FakeEntitlements core = new FakeEntitlements().knows(new Entitlements(ACME, 7,
                new Subscription(SubscriptionStatus.ACTIVE, null, null, Set.of(new ModuleKey("promoter"))), List.of()));
        context.registerBean(Authenticator.class, () -> token -> withBugs(token, tokens));
        context.registerBean(SessionSource.class, () -> new FakeSessions().live(session, ADA));
        context.registerBean(UserSource.class, () -> new FakeUsers().active(ADA, 1));
        context.registerBean(MembershipSource.class, () -> new FakeMemberships().member(ADA,
                Grants.of(ACME, new MembershipId("m-1"), 3, List.of("promoter"), List.of())));
        context.registerBean(EntitlementSource.class, () -> core);
    }

    /** Tokens that Auth never signed, each with a misfortune of its own. */
    private static Mono<TokenVerdict> withBugs(String token, Authenticator tokens) {
        return switch (token) {
            case "exception" -> throw new IllegalStateException("for the test");
            case "assertion" -> throw new AssertionError("for the test");
            case "overflow" -> throw new StackOverflowError("for the test");
            case "linkage" -> throw new NoClassDefFoundError("for/the/Test");
            case "checked" -> Mono.error(new IOException("for the test"));
            case "late-assertion" -> Mono.error(() -> new AssertionError("for the test"));
            case "empty" -> Mono.empty();
            case "never" -> Mono.never();
            default -> tokens.verify(token);
        };
    }

    private static String routes(int backend, int nobody) {
        return """
                version: 1
                modules:
                  promoter: { type: base }
                  finance:  { type: addon }
                backends:
                  raw:    { url: "http://127.0.0.1:%1$d" }
                  hasty:  { url: "http://127.0.0.1:%1$d", timeout: 300ms }
                  gone:   { url: "http://127.0.0.1:%2$d" }
                  broken: { url: "http://127.0.0.1:%1$d" }
                  flaky:  { url: "http://127.0.0.1:%1$d" }
                  odd:    { url: "http://127.0.0.1:%1$d" }
                routes:
                  - { id: raw,      match: ANY /raw/**,        backend: raw,    require: { module: promoter } }
                  - { id: bought,   match: ANY /bought/**,     backend: raw,    require: { module: finance } }
                  - { id: member,   match: ANY /member/**,     backend: raw,    access: member }
                  - { id: me,       match: ANY /me/**,         backend: raw,    access: authenticated }
                  - { id: open,     match: ANY /open/**,       backend: raw,    access: public }
                  - { id: stripped, match: ANY /strip/two/**,  backend: raw,    access: public, stripPrefix: 2 }
                  - { id: small,    match: ANY /small/**,      backend: raw,    access: public, maxBody: 1KB }
                  - { id: big,      match: ANY /big/**,        backend: raw,    access: public, maxBody: 64MB }
                  - { id: endless,  match: ANY /endless/**,  backend: raw,    access: public, maxBody: unlimited }
                  - { id: hasty,    match: ANY /hasty/**,      backend: hasty,  access: public }
                  - { id: gone,     match: ANY /gone/**,       backend: gone,   access: public }
                  - { id: broken,   match: ANY /broken/**,     backend: broken, access: public }
                  - { id: flaky,    match: ANY /flaky/**,      backend: flaky,  access: public }
                  - { id: odd,      match: ANY /odd/**,        backend: odd,    access: public }
                """.formatted(backend, nobody);
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return portOf("local.server.port");
    }

    int managementPort() {
        return portOf("local.management.port");
    }

    private int portOf(String property) {
        return Integer.parseInt(
                Objects.requireNonNull(application().getEnvironment().getProperty(property), "not listening"));
    }

    ConfigurableApplicationContext application() {
        return Objects.requireNonNull(application, "not started");
    }

    /** How many requests were answered so, or refused without an answer for that. */
    double counted(String code) {
        return application().getBean(MeterRegistry.class).find("gateway.decisions").tag("code", code).counters()
                .stream()
                .mapToDouble(Counter::count).sum();
    }

    RawClient client() throws IOException {
        return RawClient.to(port());
    }

    /** Sends a request without a body and reads the answer. */
    RawMessage get(String target, String headers) throws IOException {
        try (RawClient client = client()) {
            return client.send(request("GET", target, headers)).answer();
        }
    }

    static String request(String method, String target, String headers) {
        return method + " " + target + " HTTP/1.1\r\nHost: api.kisum.test\r\n" + headers + "\r\n";
    }

    @Override
    public void close() throws IOException {
        try (backend) {
            if (application != null) {
                application.close();
            }
        } finally {
            Files.delete(routes);
        }
    }
}
