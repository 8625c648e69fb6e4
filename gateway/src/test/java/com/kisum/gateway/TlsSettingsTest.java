package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Is each way to say which certificate it is one, and what does an operator read whose certificate cannot be served? */
@ExtendWith(OutputCaptureExtension.class)
final class TlsSettingsTest {
    @TempDir
    private Path directory;
    private TlsFiles files;

    @BeforeEach
    void mount() throws Exception {
        files = new TlsFiles(directory);
        files.mount(files.pair("first"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--gateway.tls.key=/nowhere|gateway.tls.certificate",
            "--gateway.tls.certificate=/nowhere|gateway.tls.key must be given",
            "--gateway.tls.certificate=/nowhere,--gateway.tls.key=/nowhere|/nowhere cannot be read",
            "--gateway.tls.keystore=/nowhere|gateway.tls.keystore-password must be given",
            "--gateway.tls.keystore=/nowhere,--gateway.tls.certificate=/nowhere|[gateway.tls.certificate, gateway.tls.keystore] are given",
            "--gateway.tls.protocols=TLSv1.1|write one or both of TLSv1.3 and TLSv1.2",
            "--gateway.http2.max-streams=0|gateway.http2.max-streams is 0",
            "--server.http2.enabled=true|server.http2 is not read here"})
    void whatCannotBeServedStopsTheStartWithOneMessage(String mistake, CapturedOutput output) {
        String[] parts = mistake.split("\\|", 2);
        assertThatThrownBy(() -> ProxyUnderTest.start(parts[0].split(",", -1)).close());
        assertThat(output.getAll()).contains("APPLICATION FAILED TO START").contains(parts[1]);
    }

    @Test
    void aHandshakeThatDoesNotComeToItsEndEndsTheConnection() throws Exception {
        try (ProxyUnderTest hasty = ProxyUnderTest.start(files.settings("--gateway.door.head-timeout=300ms"));
                RawClient silent = RawClient.to(hasty.port());
                RawClient half = RawClient.to(hasty.port());
                RawClient plain = RawClient.to(hasty.port())) {
            half.send(new byte[]{0x16, 0x03, 0x01, 0x02});
            plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(silent.answerIfAny()).isEmpty();
            assertThat(half.answerIfAny()).isEmpty();
            assertThat(plain.answerIfAny()).isEmpty();
        }
    }

    @Test
    void aKeystoreServesAsWell() throws Exception {
        Path keystore = files.keystore(files.pair("stored"), "changeit");
        try (ProxyUnderTest stored = ProxyUnderTest.start("--gateway.tls.keystore=" + keystore,
                "--gateway.tls.keystore-password=changeit", "--gateway.http2.enabled=false",
                "--gateway.reload-check=50ms")) {
            assertThat(files.shown(stored.port())).isEqualTo("stored");
            try (HttpClient client = HttpClient.newBuilder().sslContext(files.trust()).build()) {
                assertThat(client
                        .send(HttpRequest.newBuilder(URI.create("https://localhost:" + stored.port() + "/open/a"))
                                .timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString())
                        .version())
                        .isEqualTo(HttpClient.Version.HTTP_1_1);
            }
            files.keystore(files.pair("again"), "changeit");
            TlsFiles.await(() -> "again".equals(files.shown(stored.port())));
        }
    }
}
