package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.run.Parts;
import com.kisum.sandbox.run.Progress;
import com.kisum.sandbox.store.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is the card as true of a sandbox that keeps its data and whose gateway has a certificate? And do clients of HTTP/2 find it? */
class SecuredSandboxTest {
    private static final Path ROOT = Path.of("target", "secured").toAbsolutePath();
    private static final String PASSWORD = "changeit";
    private static final Pattern TOKEN = Pattern.compile("'Authorization: Bearer ([^']+)'");

    @TempDir
    private Path folder;

    @Test
    void theCommandsOfTheCardDoAsItSaysTheSecondTimeToo() throws Exception {
        Path data = folder.resolve("data");
        Parts parts = new Parts();
        try (Platform before = Platform.start(Ports.free(),
                parts.add(DataFolder.keep(data, RunningPlatform.DATA)), Progress.SILENT, parts)) {
            assertThat(Asking.at(before, Place.CORE).asService().send("POST", "/internal/companies/lumen/addons",
                    Map.of("addon", "finance", "status", "active")).status()).as("the card's last command")
                    .isEqualTo(200);
        }
        Path keystore = keystore();
        Ports ports = Ports.free();
        try (StartedSandbox sandbox = StartedSandbox.in(ROOT, ports, Map.of("SANDBOX_DATA", data.toString(),
                "GATEWAY_TLS_KEYSTORE", keystore.toString(), "GATEWAY_TLS_KEYSTOREPASSWORD", PASSWORD)).ready()) {
            List<String> commands = commands(sandbox);
            assertThat(commands).as("one takes away what was bought").hasSize(5);
            assertThat(shell(commands.getFirst())).contains("cancelled");
            theFourDoAsTheySay(commands.subList(1, 5));
            Matcher token = TOKEN.matcher(commands.get(1));
            assertThat(token.find()).isTrue();
            javasClientSpeaksHttp2(keystore, ports, token.group(1));
            assertThat(shell(commands.get(1).replace("curl -k", "curl -k --http2"))).startsWith("HTTP/2 200");
        }
    }

    private static void theFourDoAsTheySay(List<String> commands) throws Exception {
        assertThat(shell(commands.get(0))).contains(" 200", "\"rawPath\":\"/api/finance/expenses/7\"");
        assertThat(shell(commands.get(1))).contains(" 403", "PERMISSION_MISSING");
        assertThat(shell(commands.get(2))).contains(" 403", "MODULE_NOT_ENTITLED");
        assertThat(shell(commands.get(3))).contains(" 200", "\"addon\":\"finance\"");
        WholePlatform.becomes(() -> shell(commands.get(2)).contains(" 200") ? "let in" : "refused", "let in");
    }

    private static void javasClientSpeaksHttp2(Path keystore, Ports ports, String token) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(trusting(keystore))
                .version(HttpClient.Version.HTTP_2).connectTimeout(Duration.ofSeconds(10)).build()) {
            URI gateway = URI.create(ports.url(Place.GATEWAY).replace("http:", "https:"));
            for (String path : List.of("/api/finance/expenses/7", "/api/promoter/events/1")) {
                HttpResponse<String> answer = client.send(HttpRequest.newBuilder(gateway.resolve(path))
                        .timeout(Duration.ofSeconds(10)).header("Authorization", "Bearer " + token)
                        .header("x-org", "acme").build(), BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.body()).contains("\"rawPath\":\"" + path + "\"");
            }
        }
    }

    private static SSLContext trusting(Path keystore) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            trusted.load(in, PASSWORD.toCharArray());
        }
        KeyStore certificate = KeyStore.getInstance("PKCS12");
        certificate.load(null, null);
        certificate.setCertificateEntry("gateway", trusted.getCertificate("gateway"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificate);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** As anybody makes one who tries it out. */
    private Path keystore() throws IOException, InterruptedException {
        Path keystore = folder.resolve("gateway.p12");
        Process keytool = new ProcessBuilder(System.getProperty("java.home") + "/bin/keytool", "-genkeypair", "-alias",
                "gateway", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1",
                "-storetype", "PKCS12", "-keystore", keystore.toString(), "-storepass", PASSWORD)
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return keystore;
    }

    private static List<String> commands(StartedSandbox sandbox) {
        return sandbox.lines().stream().filter(line -> line.startsWith("  curl ")).toList();
    }

    private static String shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command).redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
