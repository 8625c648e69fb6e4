package com.kisum.gateway.tls;

/** What came of reading the files? */
public sealed interface CertificateReading {
    record Read(ServerCertificate certificate) implements CertificateReading {}

    /** Nothing to show to anyone. The words name no secret. */
    record Refused(String why) implements CertificateReading {}
}
