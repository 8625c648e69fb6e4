package com.kisum.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kisum.core.Credentials;
import com.kisum.gateway.wiring.GatewaySettings.Core;
import com.kisum.gateway.wiring.GatewaySettings.InternalToken;
import com.kisum.gateway.wiring.GatewaySettings.MutualTls;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Which settings prove to Core who we are, and which are a mistake that is told? */
final class CoreCredentialsTest {
    private static Core core(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("gateway.core", Core.class);
    }

    private static Credentials of(Map<String, String> settings) {
        return CoreCredentials.of(core(settings));
    }

    private static void assertMistake(String message, Map<String, String> settings) {
        assertThatThrownBy(() -> of(settings)).isInstanceOf(SettingMistake.class).hasMessageContaining(message);
    }

    @Test
    void aSecretIsSentAsItIs() {
        assertThat(of(Map.of("gateway.core.secret", "known-to-both"))).isInstanceOf(Credentials.SharedSecret.class);
    }

    @Test
    void aTokenIsSignedWithAKeyOrWithASecret() {
        assertThat(of(Map.of("gateway.core.internal-token.issuer", "gateway", "gateway.core.internal-token.audience",
                "core", "gateway.core.internal-token.key-file", "key.pem", "gateway.core.internal-token.key-id", "k1")))
                .isEqualTo(new Credentials.InternalToken("gateway", "core",
                        new Credentials.SigningKey.Private(Path.of("key.pem"), "k1")));
        assertThat(of(Map.of("gateway.core.internal-token.issuer", "gateway", "gateway.core.internal-token.audience",
                "core", "gateway.core.internal-token.secret", "0123456789abcdef0123456789abcdef")))
                .isInstanceOfSatisfying(Credentials.InternalToken.class,
                        token -> assertThat(token.key()).isInstanceOf(Credentials.SigningKey.Shared.class));
    }

    @Test
    void aCertificateIsInPemOrInPkcs12() {
        assertThat(of(Map.of("gateway.core.mtls.certificate", "own.pem", "gateway.core.mtls.key", "own-key.pem",
                "gateway.core.mtls.trust", "trusted.pem")))
                .isEqualTo(new Credentials.MutualTls(
                        new Credentials.Identity.Pem(Path.of("own.pem"), Path.of("own-key.pem")),
                        Path.of("trusted.pem")));
        assertThat(of(Map.of("gateway.core.mtls.keystore", "own.p12", "gateway.core.mtls.keystore-password", "x",
                "gateway.core.mtls.trust", "trusted.pem")))
                .isInstanceOfSatisfying(Credentials.MutualTls.class,
                        tls -> assertThat(tls.identity()).isInstanceOf(Credentials.Identity.Pkcs12.class));
    }

    @Test
    void noneAndTwoAreMistakesThatNameTheChoice() {
        assertMistake("exactly one of [gateway.core.secret, gateway.core.internal-token, gateway.core.mtls]; none",
                Map.of());
        assertMistake("[gateway.core.secret, gateway.core.mtls] are given",
                Map.of("gateway.core.secret", "x", "gateway.core.mtls.certificate", "own.pem"));
        assertMistake("exactly one of [gateway.core.internal-token.key-file, gateway.core.internal-token.secret]",
                Map.of("gateway.core.internal-token.issuer", "gateway", "gateway.core.internal-token.audience",
                        "core"));
    }

    @Test
    void whatIsMissingIsNamedAsItStandsInTheEnvironment() {
        assertMistake("gateway.core.internal-token.key-id must be given (in the environment:"
                + " GATEWAY_CORE_INTERNALTOKEN_KEYID)",
                Map.of("gateway.core.internal-token.issuer", "gateway", "gateway.core.internal-token.audience", "core",
                        "gateway.core.internal-token.key-file", "key.pem"));
        assertMistake("gateway.core.mtls.trust must be given",
                Map.of("gateway.core.mtls.certificate", "own.pem", "gateway.core.mtls.key", "own-key.pem"));
    }

    @Test
    void secretsAreInNoText() {
        Core core = core(Map.of("gateway.core.url", "http://core:8091", "gateway.core.secret", "hunter2"));
        InternalToken token = new InternalToken("gateway", "core", null, null, "hunter2");
        MutualTls tls = new MutualTls(null, null, Path.of("own.p12"), "hunter2", null);
        assertThat(core + " " + token + " " + tls).doesNotContain("hunter2");
    }
}
