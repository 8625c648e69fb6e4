package com.kisum.core;

import static com.kisum.core.EntitlementContract.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Do gateway and Core know each other by certificate, and nobody else? With authorities made for each test. */
final class MutualTlsTest {
    private static final String PASSWORD = "changeit";

    private final List<AutoCloseable> opened = new ArrayList<>();
    @TempDir
    private Path files;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private static X509Bundle authority(String name) throws Exception {
        return new CertificateBuilder().subject("CN=" + name).setIsCertificateAuthority(true).ecp256()
                .buildSelfSigned();
    }

    private static CertificateBuilder gateway() {
        return new CertificateBuilder().subject("CN=gateway").addExtendedKeyUsageClientAuth();
    }

    private static X509Bundle coreNamed(String host, X509Bundle authority) throws Exception {
        CertificateBuilder builder = new CertificateBuilder().subject("CN=core").ecp256()
                .addExtendedKeyUsageServerAuth();
        return (host.equals("127.0.0.1") ? builder.addSanIpAddress(host) : builder.addSanDnsName(host))
                .buildIssuedBy(authority);
    }

    private StandInCore core(X509Bundle certificate, X509Bundle trusted) throws Exception {
        SslContext context = SslContextBuilder.forServer(certificate.toKeyManagerFactory()).sslProvider(SslProvider.JDK)
                .trustManager(trusted.toTrustManagerFactory()).clientAuth(ClientAuth.REQUIRE).build();
        StandInCore core = StandInCore.secured(context);
        opened.add(core);
        core.knows(EntitlementContract.of(ACME, 17, "promoter"));
        return core;
    }

    private Path pem(String name, String text) throws Exception {
        return Files.writeString(files.resolve(name), text);
    }

    private Credentials.Identity pem(X509Bundle certificate) throws Exception {
        return new Credentials.Identity.Pem(pem("gateway.pem", certificate.getCertificatePathPEM()),
                pem("gateway-key.pem", certificate.getPrivateKeyPEM()));
    }

    private Credentials.Identity pkcs12(X509Bundle certificate) throws Exception {
        Path file = files.resolve("gateway.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            certificate.toKeyStore(PASSWORD.toCharArray()).store(out, PASSWORD.toCharArray());
        }
        return new Credentials.Identity.Pkcs12(file, Secret.of(PASSWORD));
    }

    private OpenedAdapter adapter(StandInCore core, Credentials credentials) {
        OpenedAdapter adapter = new OpenedAdapter(
                new CoreSettings(URI.create("https://127.0.0.1:" + core.port()), Duration.ofSeconds(10), 8,
                        credentials),
                InstantSource.system());
        opened.add(adapter);
        return adapter;
    }

    private EntitlementAnswer ask(StandInCore core, Credentials.Identity identity, X509Bundle trusted)
            throws Exception {
        return adapter(core, new Credentials.MutualTls(identity, pem("trusted.pem", trusted.getCertificatePEM())))
                .ask(ACME);
    }

    private static void assertKnown(EntitlementAnswer answer) {
        assertThat(answer).isEqualTo(new EntitlementAnswer.Known(EntitlementContract.of(ACME, 17, "promoter")));
    }

    private static void assertUnreachable(EntitlementAnswer answer) {
        assertThat(answer).isInstanceOfSatisfying(EntitlementAnswer.Outage.class,
                outage -> assertThat(outage.cause()).startsWith("Core cannot be reached"));
    }

    @Test
    void aCertificateInPemIsShownWithoutAnyHeader() throws Exception {
        X509Bundle authority = authority("platform");
        StandInCore core = core(coreNamed("127.0.0.1", authority), authority);
        assertKnown(ask(core, pem(gateway().ecp256().buildIssuedBy(authority)), authority));
        assertThat(core.authorizations()).containsExactly("null");
    }

    @Test
    void anRsaKeyInPemWillDo() throws Exception {
        X509Bundle authority = authority("platform");
        StandInCore core = core(coreNamed("127.0.0.1", authority), authority);
        assertKnown(ask(core, pem(gateway().rsa2048().buildIssuedBy(authority)), authority));
    }

    @Test
    void aCertificateInPkcs12IsShown() throws Exception {
        X509Bundle authority = authority("platform");
        StandInCore core = core(coreNamed("127.0.0.1", authority), authority);
        assertKnown(ask(core, pkcs12(gateway().ecp256().buildIssuedBy(authority)), authority));
    }

    @Test
    void aCoreThatDoesNotTrustTheGatewayIsAnOutage() throws Exception {
        X509Bundle authority = authority("platform");
        StandInCore core = core(coreNamed("127.0.0.1", authority), authority);
        assertUnreachable(ask(core, pem(gateway().ecp256().buildIssuedBy(authority("elsewhere"))), authority));
        assertThat(core.authorizations()).isEmpty();
    }

    @Test
    void aCoreOfAnotherAuthorityIsAnOutage() throws Exception {
        X509Bundle authority = authority("platform");
        StandInCore impostor = core(coreNamed("127.0.0.1", authority("elsewhere")), authority);
        assertUnreachable(ask(impostor, pem(gateway().ecp256().buildIssuedBy(authority)), authority));
        assertThat(impostor.authorizations()).isEmpty();
    }

    @Test
    void aServerOfTheRightAuthorityWithAnotherNameIsAnOutage() throws Exception {
        X509Bundle authority = authority("platform");
        StandInCore neighbour = core(coreNamed("finance.internal", authority), authority);
        assertUnreachable(ask(neighbour, pem(gateway().ecp256().buildIssuedBy(authority)), authority));
        assertThat(neighbour.authorizations()).isEmpty();
    }

    @Test
    void filesThatCannotBeUsedAreToldAtTheStart() throws Exception {
        X509Bundle authority = authority("platform");
        X509Bundle own = gateway().ecp256().buildIssuedBy(authority);
        StandInCore core = core(coreNamed("127.0.0.1", authority), authority);
        Path trusted = pem("trusted.pem", authority.getCertificatePEM());
        Path certificate = pem("own.pem", own.getCertificatePathPEM());
        Path key = pem("own-key.pem", own.getPrivateKeyPEM());
        Path empty = pem("empty.pem", "");
        Credentials.Identity.Pkcs12 store = (Credentials.Identity.Pkcs12) pkcs12(own);

        assertRefused(core, new Credentials.Identity.Pem(certificate, empty), trusted, "empty.pem");
        assertRefused(core, new Credentials.Identity.Pem(empty, key), trusted, "empty.pem");
        assertRefused(core, new Credentials.Identity.Pem(certificate, key), empty, "empty.pem");
        assertRefused(core, new Credentials.Identity.Pem(certificate, key), files.resolve("absent.pem"), "absent.pem");
        assertRefused(core, new Credentials.Identity.Pkcs12(key, Secret.of(PASSWORD)), trusted, "own-key.pem");
        assertRefused(core, new Credentials.Identity.Pkcs12(store.file(), Secret.of("not-this-one")), trusted,
                "gateway.p12");
    }

    private void assertRefused(StandInCore core, Credentials.Identity identity, Path trusted, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> adapter(core, new Credentials.MutualTls(identity, trusted)))
                .withMessageContaining(named).withMessageNotContaining("not-this-one");
    }
}
