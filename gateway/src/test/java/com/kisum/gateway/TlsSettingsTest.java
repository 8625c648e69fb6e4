package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What does an operator read whose certificate cannot be served? */
@ExtendWith(OutputCaptureExtension.class)
final class TlsSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"--gateway.tls.key=/nowhere|gateway.tls.certificate",
            "--gateway.tls.certificate=/nowhere|gateway.tls.key must be given",
            "--gateway.tls.certificate=/nowhere,--gateway.tls.key=/nowhere|/nowhere cannot be read",
            "--gateway.tls.keystore=/nowhere|gateway.tls.keystore-password must be given",
            "--gateway.tls.keystore=/nowhere,--gateway.tls.certificate=/nowhere|both are given",
            "--gateway.tls.protocols=TLSv1.1|write one or both of TLSv1.3 and TLSv1.2",
            "--gateway.http2.max-streams=0|gateway.http2.max-streams is 0",
            "--server.http2.enabled=true|server.http2 is not read here"})
    void whatCannotBeServedStopsTheStartWithOneMessage(String mistake, CapturedOutput output) {
        String[] parts = mistake.split("\\|", 2);
        assertThatThrownBy(() -> ProxyUnderTest.start(parts[0].split(",", -1)).close());
        assertThat(output.getAll()).contains("APPLICATION FAILED TO START").contains(parts[1]);
    }
}
