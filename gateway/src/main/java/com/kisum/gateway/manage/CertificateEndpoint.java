package com.kisum.gateway.manage;

import com.kisum.gateway.tls.Certificates;
import com.kisum.gateway.tls.Renewal;
import com.kisum.gateway.tls.ServerCertificate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** Which certificate are clients shown, until when, and what came of the last renewal? */
@Endpoint(id = "certificate")
public final class CertificateEndpoint {
    private final Certificates certificates;

    public CertificateEndpoint(Certificates certificates) {
        this.certificates = certificates;
    }

    /**
     * Nothing that a handshake would not tell, but for the renewal.
     *
     * @param sha256 of the certificate, in hexadecimal digits
     */
    public record Shown(String subject, String issuer, String serial, String sha256, Instant from, Instant until,
            @Nullable ShownRenewal lastRenewal) {}

    /**
     * A change of the files.
     *
     * @param problem why it was not taken over
     */
    public record ShownRenewal(Instant at, String outcome, @Nullable String problem) {}

    @ReadOperation
    public Shown certificate() {
        ServerCertificate certificate = certificates.certificate();
        return new Shown(certificate.first().getSubjectX500Principal().getName(),
                certificate.first().getIssuerX500Principal().getName(),
                certificate.first().getSerialNumber().toString(16), certificate.fingerprint(), certificate.beginsAt(),
                certificates.endsAt(), certificates.lastRenewal().map(CertificateEndpoint::shown).orElse(null));
    }

    private static ShownRenewal shown(Renewal renewal) {
        return switch (renewal) {
            case Renewal.TakenOver(Instant at) -> new ShownRenewal(at, "success", null);
            case Renewal.Refused(Instant at, String why) -> new ShownRenewal(at, "failure", why);
        };
    }
}
