package com.kisum.gateway.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Where are the certificate and its key? In two files, or in one. */
public sealed interface CertificateFiles {
    /** Text; the certificate first, then those that lead from it to an authority. The key is not encrypted. */
    record Pem(Path certificate, Path key) implements CertificateFiles {
        @Override
        public List<Path> paths() {
            return List.of(certificate, key);
        }

        @Override
        public CertificateReading parse(List<byte[]> contents) {
            return PemReader.read(text(contents.get(0)), text(contents.get(1)));
        }

        private static String text(byte[] content) {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    /** A PKCS#12 file, of which the first key counts. */
    record Keystore(Path file, String password) implements CertificateFiles {
        @Override
        public List<Path> paths() {
            return List.of(file);
        }

        @Override
        public CertificateReading parse(List<byte[]> contents) {
            try {
                return KeystoreReader.read(contents.get(0), password.toCharArray());
            } catch (IOException | GeneralSecurityException unreadable) {
                return new CertificateReading.Refused(file + " is no PKCS#12 file that this password opens: "
                        + unreadable.getMessage());
            }
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    List<Path> paths();

    /** Of the bytes of each path, in the same order. */
    CertificateReading parse(List<byte[]> contents);

    /**
     * What the files hold now.
     *
     * @param mark equal for equal content, and says nothing of it
     */
    record Content(String mark, CertificateReading reading) {}

    default Content read() {
        List<byte[]> contents = new ArrayList<>();
        try {
            for (Path path : paths()) {
                contents.add(Files.readAllBytes(path));
            }
        } catch (IOException unreadable) {
            String why = unreadable.getMessage() + " cannot be read ("
                    + unreadable.getClass().getSimpleName() + ")";
            return new Content(why, new CertificateReading.Refused(why));
        }
        return new Content(mark(contents), parse(contents));
    }

    private static String mark(List<byte[]> contents) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] content : contents) {
                digest.update(Integer.toString(content.length).getBytes(StandardCharsets.US_ASCII));
                digest.update(content);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
