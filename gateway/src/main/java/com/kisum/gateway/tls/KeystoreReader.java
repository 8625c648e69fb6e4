package com.kisum.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which key and certificates does a PKCS#12 file hold? */
final class KeystoreReader {
    private KeystoreReader() {}

    static CertificateReading read(byte[] content, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(content), password);
        for (String alias : Collections.list(store.aliases())) {
            Key key = store.getKey(alias, password);
            Certificate[] chain = store.getCertificateChain(alias);
            if (key instanceof PrivateKey secret && chain != null) {
                List<X509Certificate> certificates = new ArrayList<>();
                for (Certificate one : chain) {
                    certificates.add((X509Certificate) one);
                }
                return ServerCertificate.of(certificates, secret);
            }
        }
        return new CertificateReading.Refused("the keystore holds no key with a certificate");
    }
}
