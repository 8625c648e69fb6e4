package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * What does Kubernetes put into a pod? A directory with two files, which are symbolic links by way of one that is exchanged at one
 * go; with certificates of an authority that clients here trust.
 */
final class TlsFiles {
    private final Path directory;
    private final X509Bundle authority;
    private int generation;

    /** A certificate for localhost and its key. */
    record Pair(String name, X509Bundle bundle) {}

    TlsFiles(Path directory) throws Exception {
        this.directory = directory;
        this.authority = new CertificateBuilder().subject("CN=authority").setIsCertificateAuthority(true).ecp256()
                .buildSelfSigned();
        Files.writeString(directory.resolve("authority.pem"), authority.getCertificatePEM());
    }

    Pair pair(String name) throws Exception {
        return pair(name, Instant.now().plus(90, ChronoUnit.DAYS));
    }

    Pair pair(String name, Instant until) throws Exception {
        return new Pair(name, new CertificateBuilder().subject("CN=" + name).ecp256().addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1").addExtendedKeyUsageServerAuth()
                .notBefore(until.minus(100, ChronoUnit.DAYS)).notAfter(until).buildIssuedBy(authority));
    }

    /** One after the other: no one who looks sees the half of it. */
    void mount(Pair certificate, Pair key) throws IOException {
        mount(certificate.bundle().getCertificatePathPEM(), key);
    }

    /** With what an older authority once said of the one that clients trust, until then: for clients that know only the older one. */
    void mountWithOldSignature(Pair pair, Instant until) throws Exception {
        X509Bundle older = new CertificateBuilder().subject("CN=older").setIsCertificateAuthority(true).ecp256()
                .buildSelfSigned();
        X509Bundle signature = new CertificateBuilder().subject("CN=authority").setIsCertificateAuthority(true)
                .publicKey(authority.getKeyPair().getPublic()).notBefore(until.minus(100, ChronoUnit.DAYS))
                .notAfter(until).buildIssuedBy(older);
        mount(pair.bundle().getCertificatePEM() + signature.getCertificatePEM(), pair);
    }

    private void mount(String certificates, Pair key) throws IOException {
        Path data = Files.createDirectory(directory.resolve("..generation-" + generation++));
        Files.writeString(data.resolve("tls.crt"), certificates);
        Files.writeString(data.resolve("tls.key"), key.bundle().getPrivateKeyPEM());
        Path link = Files.createSymbolicLink(directory.resolve("..next"), data.getFileName());
        Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        for (String file : new String[]{"tls.crt", "tls.key"}) {
            if (!Files.isSymbolicLink(directory.resolve(file))) {
                Files.createSymbolicLink(directory.resolve(file), Path.of("..data", file));
            }
        }
    }

    void mount(Pair pair) throws IOException {
        mount(pair, pair);
    }

    Path keystore(Pair pair, String password) throws Exception {
        Path file = directory.resolve("tls.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            pair.bundle().toKeyStore(password.toCharArray()).store(out, password.toCharArray());
        }
        return file;
    }

    Path directory() {
        return directory;
    }

    Path authority() {
        return directory.resolve("authority.pem");
    }

    Path certificate() {
        return directory.resolve("tls.crt");
    }

    Path key() {
        return directory.resolve("tls.key");
    }

    String[] settings(String... more) {
        String[] settings = new String[more.length + 3];
        settings[0] = "--gateway.tls.certificate=" + certificate();
        settings[1] = "--gateway.tls.key=" + key();
        settings[2] = "--gateway.reload-check=50ms";
        System.arraycopy(more, 0, settings, 3, more.length);
        return settings;
    }

    /** Trusts the authority, and nobody else. */
    SSLContext trust() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority.getCertificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    SSLSocket connect(int port) throws GeneralSecurityException, IOException {
        SSLSocket socket = (SSLSocket) trust().getSocketFactory().createSocket("localhost", port);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    /** By whom a new connection says that it is answered. */
    String shown(int port) {
        try (SSLSocket socket = connect(port)) {
            return subject(socket);
        } catch (GeneralSecurityException | IOException unreachable) {
            throw new AssertionError(unreachable);
        }
    }

    static String subject(SSLSocket socket) throws IOException {
        X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName().substring(3);
    }

    static void await(BooleanSupplier what) {
        long until = System.nanoTime() + 10_000_000_000L;
        while (!what.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
