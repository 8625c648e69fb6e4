package com.kisum.gateway.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom do clients see? A certificate with those that lead from it to an authority, and the key that belongs to it.
 *
 * @param fingerprint SHA-256 of the certificate, in hexadecimal digits
 */
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key, String fingerprint) {
    private static final byte[] PROOF = "this key belongs to this certificate".getBytes(StandardCharsets.US_ASCII);

    /** Refuses a key that is another certificate's: every handshake would fail. */
    static CertificateReading of(List<X509Certificate> chain, PrivateKey key) {
        if (chain.isEmpty()) {
            return new CertificateReading.Refused("there is no certificate");
        }
        X509Certificate first = chain.get(0);
        try {
            String algorithm = algorithm(key);
            if (algorithm == null) {
                return new CertificateReading.Refused("keys of the kind " + key.getAlgorithm() + " are not served");
            }
            if (!key.getAlgorithm().equals(first.getPublicKey().getAlgorithm()) || !signs(algorithm, key, first)) {
                return new CertificateReading.Refused("the key does not belong to the certificate of "
                        + first.getSubjectX500Principal());
            }
            return new CertificateReading.Read(new ServerCertificate(List.copyOf(chain), key, HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(first.getEncoded()))));
        } catch (GeneralSecurityException unusable) {
            return new CertificateReading.Refused(
                    "certificate and key cannot be used: " + unusable.getClass().getSimpleName());
        }
    }

    public X509Certificate first() {
        return chain.get(0);
    }

    public Instant beginsAt() {
        return first().getNotBefore().toInstant();
    }

    public Instant endsAt() {
        return first().getNotAfter().toInstant();
    }

    /** When the first of those in the chain ends that still hold at that moment: from then on clients may refuse what they took before. */
    Instant endsAfter(Instant now) {
        Instant earliest = endsAt();
        for (X509Certificate one : chain) {
            Instant end = one.getNotAfter().toInstant();
            earliest = end.isBefore(earliest) && end.isAfter(now) ? end : earliest;
        }
        return earliest;
    }

    /** What is wrong with the time, if something is: with that of the certificate itself, which every client looks at. */
    @Nullable
    String fault(Instant now) {
        if (now.isBefore(beginsAt())) {
            return "the certificate of " + first().getSubjectX500Principal() + " is not valid before " + beginsAt();
        }
        return now.isAfter(endsAt())
                ? "the certificate of " + first().getSubjectX500Principal() + " ended at " + endsAt()
                : null;
    }

    /**
     * Those that come with it and do not hold now. Clients find their own way to an authority and may well do without, as they do
     * without an old authority's signature that is sent for the sake of old clients: not a reason to keep the certificate itself away.
     */
    List<X509Certificate> outOfTime(Instant now) {
        return chain.stream().skip(1).filter(one -> now.isBefore(one.getNotBefore().toInstant())
                || now.isAfter(one.getNotAfter().toInstant())).toList();
    }

    private static @Nullable String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
            default -> null;
        };
    }

    private static boolean signs(String algorithm, PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(PROOF);
        Signature checking = Signature.getInstance(algorithm);
        checking.initVerify(certificate.getPublicKey());
        checking.update(PROOF);
        return checking.verify(signing.sign());
    }

    @Override
    public String toString() {
        return first().getSubjectX500Principal() + " until " + endsAt();
    }
}
