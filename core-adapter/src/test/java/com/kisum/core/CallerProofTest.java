package com.kisum.core;

import static com.kisum.core.EntitlementContract.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** What does Core see of the gateway's secret or token? */
final class CallerProofTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00.7Z");
    private static final String SHARED_KEY = "a-secret-of-32-bytes-or-more-0123456789";

    private final StandInCore core = StandInCore.plain();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

    @AfterEach
    void close() {
        core.close();
    }

    private OpenedAdapter adapter(Credentials credentials) {
        InstantSource clock = now::get;
        return new OpenedAdapter(
                new CoreSettings(URI.create("http://127.0.0.1:" + core.port()), Duration.ofSeconds(5), 32, credentials),
                clock);
    }

    private static Credentials.InternalToken token(Credentials.SigningKey key) {
        return new Credentials.InternalToken("gateway", "core", key);
    }

    private static Credentials.SigningKey shared(String secret) {
        return new Credentials.SigningKey.Shared(Secret.of(secret));
    }

    private String shownAt(OpenedAdapter adapter, Instant time) {
        now.set(time);
        adapter.ask(ACME);
        return core.authorizations().getLast();
    }

    private static SignedJWT parsed(String authorization) throws Exception {
        assertThat(authorization).startsWith("Bearer ");
        return SignedJWT.parse(authorization.substring("Bearer ".length()));
    }

    @Test
    void aSharedSecretIsABearerToken() {
        try (OpenedAdapter adapter = adapter(OpenedAdapter.SECRET)) {
            adapter.ask(ACME);
            adapter.ask(ACME);
        }
        assertThat(core.authorizations()).containsExactly("Bearer core-and-gateway-know",
                "Bearer core-and-gateway-know");
    }

    @Test
    void aTokenSaysWhoForWhomAndHowLong() throws Exception {
        try (OpenedAdapter adapter = adapter(token(shared(SHARED_KEY)))) {
            SignedJWT token = parsed(shownAt(adapter, NOON));
            assertThat(token.verify(new MACVerifier(SHARED_KEY))).isTrue();
            assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.HS256);
            assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("gateway");
            assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("core");
            assertThat(token.getJWTClaimsSet().getIssueTime()).isEqualTo("2026-06-01T12:00:00Z");
            assertThat(token.getJWTClaimsSet().getExpirationTime()).isEqualTo("2026-06-01T12:01:00Z");
            assertThat(token.getJWTClaimsSet().getJWTID()).isNotBlank();
        }
    }

    @Test
    void aTokenIsShownAgainUntilItsEndIsNear() throws Exception {
        try (OpenedAdapter adapter = adapter(token(shared(SHARED_KEY)))) {
            String first = shownAt(adapter, NOON);
            assertThat(shownAt(adapter, NOON.plusSeconds(44))).isEqualTo(first);
            String second = shownAt(adapter, NOON.plusSeconds(45));
            assertThat(second).isNotEqualTo(first);
            assertThat(parsed(second).getJWTClaimsSet().getJWTID())
                    .isNotEqualTo(parsed(first).getJWTClaimsSet().getJWTID());
            assertThat(shownAt(adapter, NOON.plusSeconds(46))).isEqualTo(second);
        }
    }

    @Test
    void aClockThatIsSetBackGetsATokenOfItsOwn() throws Exception {
        try (OpenedAdapter adapter = adapter(token(shared(SHARED_KEY)))) {
            shownAt(adapter, NOON);
            SignedJWT later = parsed(shownAt(adapter, NOON.minusSeconds(3_600)));
            assertThat(later.getJWTClaimsSet().getIssueTime()).isEqualTo("2026-06-01T11:00:00Z");
        }
    }

    @Test
    void manyCallsAtOnceShareOneToken() {
        try (OpenedAdapter adapter = adapter(token(shared(SHARED_KEY)))) {
            Flux.range(0, 200).flatMap(ignored -> adapter.source().entitlementsOf(ACME), 16)
                    .blockLast(EntitlementContract.PATIENCE);
        }
        Set<String> shown = new HashSet<>(core.authorizations());
        assertThat(core.authorizations()).hasSize(200);
        assertThat(shown).hasSize(1);
    }

    @Test
    void aPrivateKeySignsForWhoeverHasThePublicOne(@TempDir Path files) throws Exception {
        X509Bundle pair = new CertificateBuilder().subject("CN=gateway").setIsCertificateAuthority(true).rsa2048()
                .buildSelfSigned();
        Path pem = Files.writeString(files.resolve("key.pem"), pair.getPrivateKeyPEM());
        try (OpenedAdapter adapter = adapter(token(new Credentials.SigningKey.Private(pem, "gateway-1")))) {
            SignedJWT token = parsed(shownAt(adapter, NOON));
            JWSVerifier verifier = new RSASSAVerifier((RSAPublicKey) pair.getKeyPair().getPublic());
            assertThat(token.verify(verifier)).isTrue();
            assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
            assertThat(token.getHeader().getKeyID()).isEqualTo("gateway-1");
        }
    }

    @Test
    void aKeyThatCannotSignIsToldAtTheStart(@TempDir Path files) throws Exception {
        Path text = Files.writeString(files.resolve("text.pem"), "not a key");
        Path broken = Files.writeString(files.resolve("broken.pem"),
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        X509Bundle curve = new CertificateBuilder().subject("CN=gateway").setIsCertificateAuthority(true).ecp256()
                .buildSelfSigned();
        Path other = Files.writeString(files.resolve("curve.pem"), curve.getPrivateKeyPEM());
        for (Path file : List.of(files.resolve("absent.pem"), text, broken, other)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> adapter(token(new Credentials.SigningKey.Private(file, "k"))).close())
                    .withMessageContaining(file.toString());
        }
        assertThatIllegalArgumentException().isThrownBy(() -> adapter(token(shared("short"))).close())
                .withMessageContaining("32 bytes")
                .withMessageNotContaining("short");
    }
}
