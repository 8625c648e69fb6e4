package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kisum.gateway.TlsFiles.Pair;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Does TLS end here, and do clients see another certificate as soon as there is one, and no other moment? */
@ExtendWith(OutputCaptureExtension.class)
final class TlsTest {
    private static final String EXPIRY = "gateway_tls_certificate_expiry_seconds";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private static Path directory;
    private static TlsFiles files;
    private static Pair first;
    private static ProxyUnderTest gateway;

    @BeforeAll
    static void start() throws Exception {
        files = new TlsFiles(directory);
        first = files.pair("first");
        files.mount(first);
        gateway = ProxyUnderTest.start(files.settings("--gateway.manage.secret=manager"));
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
    }

    @BeforeEach
    void theFirstIsInForce() throws Exception {
        gateway.backend.does(RawBackend.OK);
        files.mount(first);
        TlsFiles.await(() -> "first".equals(shown()));
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void javasClientSpeaksWhatItWants(HttpClient.Version version) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(files.trust()).version(version).build()) {
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(uri("/open/a"))
                    .timeout(PATIENCE).POST(HttpRequest.BodyPublishers.ofString("hello")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("ok");
            assertThat(answer.version()).isEqualTo(version);
        }
        RawMessage seen = gateway.backend.saw();
        assertThat(seen.text()).isEqualTo("hello");
        assertThat(seen.all("x-forwarded-proto")).containsExactly("https");
        assertThat(seen.all("x-forwarded-host")).containsExactly("localhost:" + gateway.port());
        assertThat(seen.names()).noneMatch(name -> name.startsWith("x-http2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2"})
    void curlSpeaksWhatItWants(String version) throws Exception {
        Process curl = new ProcessBuilder("curl", "-sS", version, "--cacert", files.authority().toString(), "-w",
                " %{http_version}", uri("/open/a").toString()).redirectErrorStream(true).start();
        assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("ok " + (version.equals("--http2") ? "2" : "1.1"));
        assertThat(curl.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theDoorStandsInTheWayOfHttp1OverTls() throws Exception {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write("GET /open/../a HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            RawMessage answer = answer(socket);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("REQUEST_AMBIGUOUS");
        }
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write("GET  /open/a HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(answer(socket).status()).isEqualTo(400);
        }
        assertThat(gateway.backend.seenSoFar()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.1", "SSLv3", "TLSv1.2", "TLSv1.3"})
    void onlyTheTwoVersionsThatAreSafeAreSpoken(String version, CapturedOutput output) throws Exception {
        Process curl = new ProcessBuilder("curl", "-sS", "--cacert", files.authority().toString(), "--tls-max",
                version.equals("SSLv3") ? "1.0" : version.substring(4), "--ciphers", "DEFAULT@SECLEVEL=0",
                "--tlsv1", uri("/open/a").toString()).redirectErrorStream(true).start();
        String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.equals("ok")).as(said).isEqualTo(version.equals("TLSv1.2") || version.equals("TLSv1.3"));
        assertThat(curl.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(output.getAll()).as("someone else's mistake").doesNotContain("SSLHandshakeException");
    }

    @Test
    void anotherPairTakesOverAndConnectionsGoOn() throws Exception {
        Pair next = files.pair("next", Instant.now().plus(30, ChronoUnit.DAYS));
        try (SSLSocket before = connect()) {
            assertThat(get(before).text()).isEqualTo("ok");
            double renewals = reloads("success");
            files.mount(next);
            TlsFiles.await(() -> "next".equals(shown()));
            assertThat(reloads("success")).isEqualTo(renewals + 1);
            assertThat(get(before).text()).as("on the connection of before").isEqualTo("ok");
        }
        assertThat(metric(EXPIRY).orElseThrow())
                .isBetween(29 * 86_400.0, 30 * 86_400.0);
        assertThat(readable().get("subject").stringValue()).isEqualTo("CN=next");
        assertThat(readable().get("lastRenewal").get("outcome").stringValue()).isEqualTo("success");
    }

    @Test
    void whatDoesNotFitDoesNotTakeOver(CapturedOutput output) throws Exception {
        Pair next = files.pair("next");
        refused("does not belong to the certificate of CN=next", () -> files.mount(next, first));
        refused("ended at", () -> files.mount(files.pair("past", Instant.now().minusSeconds(60))));
        refused("is not valid before", () -> files.mount(files.pair("future",
                Instant.now().plus(200, ChronoUnit.DAYS))));
        refused("cannot be read", () -> Files.delete(files.directory().resolve("..data")));
        refused("no PEM", () -> {
            files.mount(next);
            Files.writeString(files.directory().resolve("..data").resolve("tls.crt"), "half a certif");
        });
        assertThat(output.getAll()).contains("does not belong to the certificate of CN=next")
                .contains("Clients are still shown the certificate of CN=first").doesNotContain("PRIVATE KEY")
                .doesNotContain("\\n\\tat ");
        files.mount(next);
        TlsFiles.await(() -> "next".equals(shown()));
    }

    @Test
    void oneThatHasEndedBesideItDoesNotKeepItAway(CapturedOutput output) throws Exception {
        Instant until = Instant.now().plus(20, ChronoUnit.DAYS);
        files.mountWithOldSignature(files.pair("next", until), Instant.now().minusSeconds(60));
        TlsFiles.await(() -> "next".equals(shown()));
        assertThat(output.getAll()).contains("stands one of CN=authority that holds from");
        assertThat(metric(EXPIRY).orElseThrow()).as("its own end").isBetween(19 * 86_400.0, 20 * 86_400.0);
        files.mountWithOldSignature(files.pair("later", until), Instant.now().plus(10, ChronoUnit.DAYS));
        TlsFiles.await(() -> "later".equals(shown()));
        assertThat(metric(EXPIRY).orElseThrow()).as("the first to end").isBetween(9 * 86_400.0, 10 * 86_400.0);
    }

    @Test
    void whoComesAgainIsShownTheNewOne() throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(files.trust())
                .version(HttpClient.Version.HTTP_1_1).build()) {
            assertThat(names(client)).isEqualTo("first");
            files.mount(files.pair("next"));
            TlsFiles.await(() -> "next".equals(shown()));
        }
        try (SSLSocket resumed = connect()) {
            assertThat(get(resumed).text()).isEqualTo("ok");
            assertThat(TlsFiles.subject(resumed)).isEqualTo("next");
        }
    }

    private static String names(HttpClient client) throws Exception {
        X509Certificate certificate = (X509Certificate) client
                .send(HttpRequest.newBuilder(uri("/open/a")).timeout(PATIENCE).build(),
                        HttpResponse.BodyHandlers.discarding())
                .sslSession().orElseThrow().getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName().substring(3);
    }

    private interface Change {
        void make() throws Exception;
    }

    private static void refused(String why, Change change) throws Exception {
        double before = reloads("failure");
        change.make();
        TlsFiles.await(() -> reloads("failure") > before);
        assertThat(readable().get("lastRenewal").get("problem").stringValue()).contains(why);
        assertThat(shown()).isEqualTo("first");
    }

    private static URI uri(String path) {
        return URI.create("https://localhost:" + gateway.port() + path);
    }

    @Test
    void whoAsksForOneHandshakeAfterTheOtherIsCutOff() throws Exception {
        try (SSLSocket socket = (SSLSocket) files.trust().getSocketFactory().createSocket("localhost",
                gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[]{"TLSv1.2"});
            assertThat(get(socket).status()).isEqualTo(200);
            assertThatThrownBy(() -> {
                socket.startHandshake();
                get(socket);
            }).isInstanceOf(IOException.class);
        }
        assertThat(System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation")).isEqualTo("true");
    }

    private static SSLSocket connect() throws Exception {
        return files.connect(gateway.port());
    }

    private static RawMessage get(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /open/a HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return answer(socket);
    }

    private static RawMessage answer(SSLSocket socket) throws IOException {
        BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
        return RawMessage.head(in).orElseThrow().withBody(in);
    }

    private static String shown() {
        return files.shown(gateway.port());
    }

    private static JsonNode readable() {
        return JsonMapper.shared().readTree(managed("/certificate"));
    }

    private static double reloads(String outcome) {
        return metric("gateway_tls_certificate_reloads_total{outcome=\"" + outcome + "\"}").orElse(0.0);
    }

    private static Optional<Double> metric(String name) {
        List<String> lines = managed("/actuator/prometheus").lines().filter(line -> line.startsWith(name)).toList();
        return lines.stream().findFirst().map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)));
    }

    private static String managed(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://localhost:" + gateway.managementPort() + path))
                    .timeout(PATIENCE).header("Authorization", "Bearer manager").build(),
                    HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException unreachable) {
            throw new AssertionError(unreachable);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
