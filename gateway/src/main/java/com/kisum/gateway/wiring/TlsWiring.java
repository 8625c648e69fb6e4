package com.kisum.gateway.wiring;

import static com.kisum.gateway.wiring.SettingMistake.exactlyOne;
import static com.kisum.gateway.wiring.SettingMistake.given;

import com.kisum.gateway.manage.CertificateEndpoint;
import com.kisum.gateway.tls.CertificateFiles;
import com.kisum.gateway.tls.CertificateMeters;
import com.kisum.gateway.tls.CertificateNotLoaded;
import com.kisum.gateway.tls.CertificateWatch;
import com.kisum.gateway.tls.Certificates;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The certificate that clients are shown, where there is one. */
@Configuration(proxyBeanMethods = false)
@Conditional(TlsWiring.IsConfigured.class)
class TlsWiring {
    private static final String TLS = "gateway.tls";

    /** Whether anything was said of TLS: half a certificate is a mistake, and not the wish to do without. */
    static final class IsConfigured extends SpringBootCondition {
        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            boolean said = Binder.get(context.getEnvironment()).bind(TLS, GatewaySettings.Tls.class)
                    .map(GatewaySettings.Tls::isSaid).orElse(false);
            return new ConditionOutcome(said, ConditionMessage.of(said ? "a certificate is named" : "none is named"));
        }
    }

    @Bean
    Certificates certificates(GatewaySettings settings, MeterRegistry meters, InstantSource clock) {
        try {
            return Certificates.begin(files(settings.tls()), new Certificates.Choice(settings.tls().protocols(),
                    Certificates.applications(settings.http2().enabled())), new CertificateMeters(meters), clock);
        } catch (CertificateNotLoaded unusable) {
            throw new SettingMistake(TLS + ": " + unusable.getMessage());
        }
    }

    @Bean
    CertificateWatch certificateWatch(Certificates certificates, GatewaySettings settings) {
        return new CertificateWatch(certificates, settings.reloadCheck());
    }

    @Bean
    CertificateEndpoint certificateEndpoint(Certificates certificates) {
        return new CertificateEndpoint(certificates);
    }

    private static CertificateFiles files(GatewaySettings.Tls tls) {
        Path certificate = tls.certificate();
        Path keystore = tls.keystore();
        exactlyOne("the certificate that clients are shown is in", TLS + ".certificate", certificate, TLS + ".keystore",
                keystore);
        return certificate != null
                ? new CertificateFiles.Pem(certificate, given(TLS + ".key", tls.key()))
                : new CertificateFiles.Keystore(given(TLS + ".keystore", keystore),
                        given(TLS + ".keystore-password", tls.keystorePassword()));
    }
}
