package com.kisum.gateway.console;

import com.kisum.browser.Tab;
import com.kisum.gateway.FakePorts;
import com.kisum.gateway.RunningGateway;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** A gateway that someone looks at: its routes, some members, a backend that answers and one that is not there. */
final class ConsoleWorld implements AutoCloseable {
    static final String SECRET = "the-secret-of-operators";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String KEYS = "/keys.json";
    private static final String MODULUS = modulus();

    final FakePorts ports = FakePorts.create();
    final Path routes;
    private final HttpServer backend;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final RunningGateway gateway;

    /** Without a Redis. */
    ConsoleWorld(Path folder) throws IOException {
        this(folder, "redis://127.0.0.1:1");
    }

    ConsoleWorld(Path folder, String redis) throws IOException {
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        backend.createContext(KEYS, ConsoleWorld::keys);
        backend.start();
        routes = Files.writeString(folder.resolve("routes.yml"), policy());
        members();
        gateway = RunningGateway.start(routes, ports, "--gateway.manage.secret=" + SECRET,
                "--gateway.redis.uri=" + redis, "--gateway.auth.jwks-uri=" + echo() + KEYS,
                "--gateway.environment[ECHO]=" + echo());
    }

    /** That nobody's token was signed with it does not matter here: what is shown is when it was read. */
    private static void keys(HttpExchange exchange) throws IOException {
        byte[] set = """
                {"keys":[{"kty":"RSA","kid":"1","use":"sig","alg":"RS256","e":"AQAB","n":"%s"}]}"""
                .formatted(MODULUS).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, set.length);
        exchange.getResponseBody().write(set);
        exchange.close();
    }

    private static String modulus() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] signed = ((RSAPublicKey) generator.generateKeyPair().getPublic()).getModulus().toByteArray();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e); // every Java has it
        }
    }

    private String echo() {
        return "http://127.0.0.1:" + backend.getAddress().getPort();
    }

    static String policy() {
        return """
                version: 1
                modules:
                  promoter: { type: base, permissions: [promoter.events.read, promoter.events.create] }
                  venue:    { type: base, permissions: [venue.details.read] }
                  ai:       { type: addon, permissions: [ai.research.read] }
                  finance:
                    type: addon
                    permissions: [finance.expenses.read, finance.expenses.write, finance.income.read, finance.reports.read]
                backends:
                  auth:     { url: "${ECHO:http://127.0.0.1:9}" }
                  finance:  { url: "${ECHO:http://127.0.0.1:9}" }
                  promoter: { url: "${ECHO:http://127.0.0.1:9}" }
                  research: { url: "http://127.0.0.1:1" }
                routes:
                  - { id: login,   match: POST /auth/login, backend: auth, access: public, rateLimit: 20/m per address, owner: identity }
                  - { id: profile, match: GET /auth/me, backend: auth, access: authenticated, owner: identity }
                  - group: finance
                    prefix: /api/finance
                    backend: finance
                    owner: team-finance
                    require: { module: finance }
                    routes:
                      - { id: expenses-read, match: GET /expenses/**, require: { permission: finance.expenses.read } }
                      - id: expenses-write
                        match: [POST /expenses, "PUT|PATCH /expenses/{id}"]
                        description: What was spent, put in or corrected
                        require: { permission: finance.expenses.write }
                      - { id: income, match: GET /income/**, require: { permission: finance.income.read } }
                      - id: close
                        match: POST /periods/{period}/close
                        require:
                          allOf:
                            - permission: finance.expenses.write
                            - anyOf: [ { module: ai }, { permission: finance.reports.read } ]
                  - group: promoter
                    prefix: /api/promoter
                    backend: promoter
                    owner: team-promoter
                    grace: read
                    require: { module: promoter }
                    routes:
                      - { id: events, match: GET /events/**, require: { permission: promoter.events.read } }
                      - { id: create, match: POST /events, require: { permission: promoter.events.create } }
                      - { id: tours, match: GET /tours/**, require: { permission: promoter.events.create }, mode: shadow }
                  - { id: venue,    match: GET /api/venue/details, backend: promoter, require: { permission: venue.details.read }, owner: team-venue }
                  - { id: research, match: GET /api/ai/research/**, backend: research, require: { permission: ai.research.read }, owner: team-ai, timeout: 60s }
                """;
    }

    private void members() {
        CompanyId acme = new CompanyId("acme");
        ports.entitlements().knows(entitled(acme, "promoter", Set.of("promoter", "finance", "ai")));
        ports.entitlements().knows(entitled(new CompanyId("lumen"), "venue", Set.of("venue")));
        member("ada", acme, List.of("promoter", "finance", "ai"), List.of("promoter.*", "finance.*", "ai.*"));
        member("cleo", acme, List.of("promoter", "finance"), List.of("finance.expenses.read", "promoter.events.read"));
        member("noah", acme, List.of("promoter"), List.of());
        member("vera", new CompanyId("lumen"), List.of("venue", "finance"), List.of("venue.*", "finance.*"));
    }

    private static Entitlements entitled(CompanyId company, String base, Set<String> modules) {
        return new Entitlements(company, 17, subscription(Set.of(base)),
                modules.stream().filter(module -> !module.equals(base)).map(module -> subscription(Set.of(module)))
                        .toList());
    }

    private static Subscription subscription(Set<String> modules) {
        return new Subscription(SubscriptionStatus.ACTIVE, null, null,
                Set.copyOf(modules.stream().map(ModuleKey::new).toList()));
    }

    private void member(String name, CompanyId company, List<String> modules, List<String> permissions) {
        ports.memberships().member(ports.login("u-" + name, name + "s-token"), Grants.of(company,
                new MembershipId("m-" + company + "-" + name), 4, modules, permissions));
    }

    /**
     * @param who a name, or {@code nobody}
     * @return the status
     */
    int ask(String who, String company, String method, String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                .method(method, BodyPublishers.noBody()).timeout(PATIENCE).header("x-org", company);
        if (!who.equals("nobody")) {
            request.header("Authorization", "Bearer " + who + "s-token");
        }
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    /** What the management port answers. */
    HttpResponse<String> manage(String path, String secret) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(management() + path))
                .header("Authorization", "Bearer " + secret).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    String management() {
        return "http://127.0.0.1:" + gateway.managementPort();
    }

    RunningGateway gateway() {
        return gateway;
    }

    /** Edits routes.yml. */
    void edit(String from, String to) throws IOException {
        Files.writeString(routes, Files.readString(routes).replace(from, to));
    }

    /** The page, opened with the secret, in this view. */
    Tab opened(Tab tab, String view) {
        tab.size(1280, 800, false).open(management() + "/console/#" + view).focus("input[name=secret]").type(SECRET)
                .press("Enter");
        return tab.until("document.querySelector('[role=tab]')");
    }

    @Override
    public void close() {
        client.shutdownNow();
        gateway.close();
        backend.stop(0);
    }
}
