package com.kisum.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CoreSettingsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Credentials SECRET = new Credentials.SharedSecret(Secret.of("do-not-print-me"));

    private static CoreSettings at(String url) {
        return new CoreSettings(URI.create(url), SECOND, 1, SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"core:8091", "ftp://core", "http:/core", "//core", "http://a@core", "http://core?x=1",
            "http://core#x", "core"})
    void refusesAUrlThatIsNotCores(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> at(url)).withMessageContaining("Core's URL");
    }

    @Test
    void appendsToAUrlWithOrWithoutSlash() {
        assertThat(at("http://core:8091").base()).isEqualTo("http://core:8091");
        assertThat(at("https://core/").base()).isEqualTo("https://core");
        assertThat(at("https://mesh/core/").base()).isEqualTo("https://mesh/core");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0001S", "PT61S", "P1000000000D"})
    void refusesATimeoutThatCannotBeMeant(String timeout) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CoreSettings(URI.create("http://core"), Duration.parse(timeout), 1, SECRET))
                .withMessageContaining("timeout");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_001})
    void refusesANumberOfCallsThatCannotBeMeant(int maxConcurrent) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CoreSettings(URI.create("http://core"), SECOND, maxConcurrent, SECRET))
                .withMessageContaining("concurrent");
    }

    @Test
    void refusesACertificateOverPlainHttp() {
        Credentials certificate = new Credentials.MutualTls(
                new Credentials.Identity.Pkcs12(Path.of("gateway.p12"), Secret.of("changeit")), Path.of("ca.pem"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CoreSettings(URI.create("http://core"), SECOND, 1, certificate))
                .withMessageContaining("https://");
    }

    @Test
    void neverPrintsASecret() {
        assertThat(at("http://core").toString()).contains("(hidden)").doesNotContain("do-not-print-me");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "line\nbreak", "caf\u00e9", "tab\t"})
    void refusesASecretThatAHeaderCannotCarryWithoutPrintingIt(String secret) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Credentials.SharedSecret(Secret.of(secret)))
                .withMessageNotContaining(secret);
    }
}
