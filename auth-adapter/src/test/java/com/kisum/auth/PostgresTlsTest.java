package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Does the gateway know the database it talks to? With a real server, and authorities made for the test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresTlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path files;

    private final X509Bundle authority;
    private final Map<String, EmbeddedPostgres> started = new HashMap<>();

    PostgresTlsTest() throws Exception {
        authority = authority("platform");
    }

    @AfterAll
    void stop() throws Exception {
        for (EmbeddedPostgres server : started.values()) {
            server.close();
        }
    }

    /** Started once per name. */
    private int serverNamed(String name) throws Exception {
        EmbeddedPostgres running = started.get(name);
        if (running != null) {
            return running.getPort();
        }
        X509Bundle certificate = new CertificateBuilder().subject("CN=" + name).ecp256()
                .addExtendedKeyUsageServerAuth().addSanDnsName(name).buildIssuedBy(authority);
        Path key = written(name + "-key.pem", certificate.getPrivateKeyPEM());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        EmbeddedPostgres server = EmbeddedPostgres.builder().setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file",
                        written(name + ".pem", certificate.getCertificatePathPEM()).toString())
                .setServerConfig("ssl_key_file", key.toString()).start();
        started.put(name, server);
        return server.getPort();
    }

    @Test
    void aServerOfOurAuthorityAndOfTheRightNameIsBelieved() throws Exception {
        assertThat(encrypted(serverNamed("localhost"), DatabaseTls.VERIFIED, trusted(authority)).block(PATIENCE))
                .isTrue();
    }

    @Test
    void aServerOfAnotherAuthorityIsNot() throws Exception {
        assertThat(refusal("localhost", trusted(authority("elsewhere"))))
                .contains("unable to find valid certification");
    }

    @Test
    void norIsOneOfAnotherName() throws Exception {
        assertThat(refusal("finance-db", trusted(authority))).contains("certificate_unknown", "Hostname");
    }

    @Test
    void whatNobodyKnowsIsNotBelievedEither() throws Exception {
        assertThat(refusal("localhost", null)).contains("unable to find valid certification");
    }

    @Test
    void preferredIsEncryptedAndOffIsNot() throws Exception {
        assertThat(encrypted(serverNamed("finance-db"), DatabaseTls.PREFERRED, null).block(PATIENCE)).isTrue();
        assertThat(encrypted(serverNamed("finance-db"), DatabaseTls.OFF, null).block(PATIENCE)).isFalse();
    }

    private String refusal(String certified, @Nullable Path authorities) throws Exception {
        return String.valueOf(encrypted(serverNamed(certified), DatabaseTls.VERIFIED, authorities).map(_ -> "believed")
                .onErrorResume(refused -> Mono.just(String.valueOf(refused.getCause()))).block(PATIENCE));
    }

    /** What the server says of the connection. */
    private Mono<Boolean> encrypted(int port, DatabaseTls tls, @Nullable Path authorities) {
        PostgresConnections connections = new PostgresConnections(new DatabaseSettings("localhost", port, "postgres",
                "postgres", Secret.of("postgres"), tls, authorities, 1, 1, PATIENCE, PATIENCE));
        return connections.row("select ssl from pg_stat_ssl where pid = pg_backend_pid()",
                row -> StoredFact.truth(row, "ssl")).doFinally(_ -> connections.close());
    }

    private static X509Bundle authority(String name) throws Exception {
        return new CertificateBuilder().subject("CN=" + name).setIsCertificateAuthority(true).ecp256()
                .buildSelfSigned();
    }

    private static Path trusted(X509Bundle authority) throws Exception {
        return written("authority.pem", authority.getCertificatePEM());
    }

    private static Path written(String name, String text) throws Exception {
        return Files.writeString(files.resolve(name), text);
    }
}
