package com.kisum.gateway.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.springframework.boot.ssl.pem.PemContent;

/** What do two PEM files say? The key as PKCS#8, PKCS#1 or SEC 1: the frame reads them all. */
final class PemReader {
    private PemReader() {}

    static CertificateReading read(String certificates, String keys) {
        List<X509Certificate> chain;
        try {
            chain = PemContent.of(certificates).getCertificates();
        } catch (IllegalStateException | IllegalArgumentException | StackOverflowError unreadable) {
            return new CertificateReading.Refused("the certificate's file is no PEM: " + unreadable.getMessage());
        }
        PrivateKey key;
        try {
            key = PemContent.of(keys).getPrivateKey();
        } catch (IllegalStateException | IllegalArgumentException | StackOverflowError unreadable) {
            return new CertificateReading.Refused("the key's file holds no key in PEM that can be read");
        }
        return key == null
                ? new CertificateReading.Refused("the key's file holds no key")
                : ServerCertificate.of(chain, key);
    }
}
