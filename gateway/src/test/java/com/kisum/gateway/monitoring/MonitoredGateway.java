package com.kisum.gateway.monitoring;

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
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What does a gateway tell Prometheus after a bad day? It has a certificate, a backend that answers and one that does not, no Redis, and
 * members who may and who may not; everything that dashboards and alerts speak of has happened to it.
 */
final class MonitoredGateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final CompanyId ACME = new CompanyId("acme");

    private final HttpServer backend;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final FakePorts ports = FakePorts.create();
    private final RunningGateway gateway;
    private final HttpClient client;
    private final Path routes;

    MonitoredGateway(Path directory) throws Exception {
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.setExecutor(threads);
        backend.createContext("/", MonitoredGateway::answer);
        backend.start();
        X509Bundle certificate = certificate(directory);
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(trusting(certificate)).build();
        routes = directory.resolve("routes.yml");
        Files.writeString(routes, routes(backend.getAddress().getPort(), portOfNobody()));
        members();
        gateway = RunningGateway.start(routes, ports, "--gateway.tls.certificate=" + directory.resolve("tls.crt"),
                "--gateway.tls.key=" + directory.resolve("tls.key"), "--gateway.streams.idle-timeout=200ms",
                "--gateway.redis.uri=redis://127.0.0.1:" + portOfNobody());
    }

    private static X509Bundle certificate(Path directory) throws Exception {
        X509Bundle bundle = new CertificateBuilder().subject("CN=localhost").ecp256().addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .notAfter(Instant.now().plus(90, ChronoUnit.DAYS)).buildSelfSigned();
        Files.writeString(directory.resolve("tls.crt"), bundle.getCertificatePathPEM());
        Files.writeString(directory.resolve("tls.key"), bundle.getPrivateKeyPEM());
        return bundle;
    }

    private static SSLContext trusting(X509Bundle certificate) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("gateway", certificate.getCertificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String routes(int backend, int nobody) {
        return """
                version: 1
                modules:
                  promoter: { type: base, permissions: [promoter.events.read, promoter.events.write] }
                backends:
                  echo: { url: "http://127.0.0.1:%d" }
                  gone: { url: "http://127.0.0.1:%d" }
                routes:
                  - { id: read,    match: GET /read/**,    backend: echo, require: { permission: promoter.events.read } }
                  - { id: write,   match: POST /write/**,  backend: echo, require: { permission: promoter.events.write } }
                  - { id: shadow,  match: GET /shadow/**,  backend: echo, require: { permission: promoter.events.write }, mode: shadow }
                  - { id: limited, match: GET /limited/**, backend: echo, access: public, rateLimit: 1/h per address }
                  - { id: gone,    match: GET /gone/**,    backend: gone, access: public }
                  - { id: silent,  match: GET /silent/**,  backend: echo, access: public, timeout: 200ms }
                  - { id: events,  match: GET /events/**,  backend: echo, access: public }
                """
                .formatted(backend, nobody);
    }

    private void members() {
        ports.entitlements().knows(new Entitlements(ACME, 7, new Subscription(SubscriptionStatus.ACTIVE, null, null,
                Set.of(new ModuleKey("promoter"))), List.of()));
        ports.memberships().member(ports.login("ada", "adas"), Grants.of(ACME, new MembershipId("m-1"), 3,
                List.of("promoter"), List.of("promoter.events.read")));
        ports.login("eve", "eves");
    }

    /** A head; where it is silent or a stream, a first byte, and nothing after it. */
    private static void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().matches("/(silent|events)/.*")) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(": hello\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush(); // the gateway ends it
        } else {
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().endsWith("/teapot") ? 418 : 200, -1);
            exchange.close();
        }
    }

    /** One of each kind. */
    void happens() throws IOException, InterruptedException {
        ask("GET", "/read/7", "adas");
        ask("GET", "/read/teapot", "adas");
        ask("GET", "/read/7", "eves");
        ask("GET", "/read/7", "nobodys");
        ask("GET", "/nowhere", "adas");
        ask("GET", "/read//7", "adas");
        ask("POST", "/write/7", "adas");
        ask("GET", "/shadow/7", "adas");
        for (int i = 0; i < 3; i++) {
            aLimitIsAsked();
        }
        aBackendIsGone();
        ask("GET", "/silent/7", "adas");
        aStreamLosesItsRoute();
        ports.sessions().outage(true);
        ports.login("zoe", "zoes");
        ask("GET", "/read/7", "zoes");
        ports.sessions().outage(false);
    }

    /** Often enough for its breaker to open. */
    void aBackendIsGone() throws IOException, InterruptedException {
        for (int i = 0; i < 15; i++) {
            ask("GET", "/gone/7", "adas");
        }
    }

    private void aStreamLosesItsRoute() throws IOException, InterruptedException {
        try (InputStream events = client.send(request("GET", "/events/7", "adas").header("Accept", "text/event-stream")
                .build(), BodyHandlers.ofInputStream()).body()) {
            Files.writeString(routes, Files.readString(routes).replace("GET /events/**", "GET /gigs/**"));
            events.readAllBytes();
        } catch (IOException brokenOff) {
            // as it should be
        }
    }

    void aLimitIsAsked() throws IOException, InterruptedException {
        ask("GET", "/limited/7", "adas");
    }

    private void ask(String method, String path, String token) throws IOException, InterruptedException {
        try {
            client.send(request(method, path, token).build(), BodyHandlers.discarding());
        } catch (IOException ended) {
            if (!path.startsWith("/silent")) {
                throw ended;
            }
        }
    }

    private HttpRequest.Builder request(String method, String path, String token) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + gateway.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody()).header("Authorization", "Bearer " + token)
                .header("x-org", "acme").timeout(PATIENCE);
    }

    int managementPort() {
        return gateway.managementPort();
    }

    String scrape() throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + managementPort() + "/actuator/prometheus")).timeout(PATIENCE).build(),
                BodyHandlers.ofString()).body();
    }

    @Override
    public void close() {
        client.shutdownNow();
        gateway.close();
        backend.stop(0);
        threads.close();
    }
}
