package com.kisum.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;

/** What is in the key and certificate files that an operator named? Read at the start, so that a wrong one is told then. */
final class KeyFile {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private KeyFile() {}

    static PrivateKey rsaPrivateKey(Path file) {
        return privateKey(file, "RSA");
    }

    /** A key of whatever kind goes with the certificate. */
    static PrivateKey privateKey(Path file, String algorithm) {
        String text = new String(bytes(file), StandardCharsets.ISO_8859_1);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(file + " holds no unencrypted PKCS#8 key: expected " + BEGIN
                    + ", which `openssl pkcs8 -topk8 -nodes` writes");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            throw new IllegalArgumentException(file + " holds no " + algorithm + " key that can be read", broken);
        }
    }

    static X509Certificate[] certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            X509Certificate[] read = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast).toArray(X509Certificate[]::new);
            if (read.length == 0) {
                throw new IllegalArgumentException(file + " holds no certificate");
            }
            return read;
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        } catch (GeneralSecurityException broken) {
            throw new IllegalArgumentException(file + " holds no certificates in PEM", broken);
        }
    }

    static KeyManagerFactory pkcs12(Path file, Secret password) {
        char[] opened = password.reveal().toCharArray();
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, opened);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, opened);
            return keys;
        } catch (IOException | GeneralSecurityException broken) {
            throw new IllegalArgumentException(file + " is no PKCS#12 file that the password opens", broken);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
    }

    private static IllegalArgumentException unreadable(Path file, IOException why) {
        return new IllegalArgumentException(file + " cannot be read", why);
    }
}
