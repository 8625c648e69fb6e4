package com.kisum.core;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.KeyLengthException;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Which token does the gateway show Core? One that it signed itself, for a minute, shown again until a quarter of it is
 * left. Signing draws random numbers, which may block, so it never runs on an event loop.
 */
final class TokenMint {
    static final Duration LIFETIME = Duration.ofSeconds(60);
    /** More than the skew of two clocks and the longest sensible call. */
    static final Duration MARGIN = Duration.ofSeconds(15);

    private final String issuer;
    private final String audience;
    private final JWSHeader header;
    private final JWSSigner signer;
    private final InstantSource clock;
    private volatile @Nullable Minted latest;

    private record Minted(String text, Instant from, Instant until) {
        boolean canBeShown(Instant now) {
            // Before it was issued: the clock was set back, and Core's would not take it either.
            return !now.isBefore(from) && now.isBefore(until.minus(MARGIN));
        }
    }

    TokenMint(Credentials.InternalToken token, InstantSource clock) {
        this.issuer = token.issuer();
        this.audience = token.audience();
        this.header = header(token.key());
        this.signer = signer(token.key());
        this.clock = clock;
    }

    Mono<String> current() {
        return Mono.defer(() -> {
            Minted held = latest;
            return held != null && held.canBeShown(clock.instant())
                    ? Mono.just(held.text())
                    : Mono.fromCallable(this::mintUnlessAnotherDid).subscribeOn(Schedulers.boundedElastic());
        });
    }

    private synchronized String mintUnlessAnotherDid() throws JOSEException {
        Instant now = clock.instant();
        Minted held = latest;
        if (held == null || !held.canBeShown(now)) {
            held = minted(now.truncatedTo(ChronoUnit.SECONDS));
            latest = held;
        }
        return held.text();
    }

    private Minted minted(Instant from) throws JOSEException {
        Instant until = from.plus(LIFETIME);
        SignedJWT token = new SignedJWT(header,
                new JWTClaimsSet.Builder().issuer(issuer).audience(audience).issueTime(Date.from(from))
                        .expirationTime(Date.from(until)).jwtID(UUID.randomUUID().toString()).build());
        token.sign(signer);
        return new Minted(token.serialize(), from, until);
    }

    private static JWSHeader header(Credentials.SigningKey key) {
        return switch (key) {
            case Credentials.SigningKey.Shared shared ->
                new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build();
            case Credentials.SigningKey.Private pair ->
                new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT)
                        .keyID(pair.keyId()).build();
        };
    }

    private static JWSSigner signer(Credentials.SigningKey key) {
        return switch (key) {
            case Credentials.SigningKey.Shared shared -> hmac(shared.secret());
            case Credentials.SigningKey.Private pair -> rsa(pair);
        };
    }

    private static JWSSigner hmac(Secret secret) {
        try {
            return new MACSigner(secret.reveal().getBytes(StandardCharsets.UTF_8));
        } catch (KeyLengthException tooShort) {
            throw new IllegalArgumentException("the secret that signs tokens for Core needs 32 bytes or more",
                    tooShort);
        }
    }

    private static JWSSigner rsa(Credentials.SigningKey.Private pair) {
        try {
            return new RSASSASigner(KeyFile.rsaPrivateKey(pair.privateKey()));
        } catch (IllegalArgumentException tooShort) {
            throw new IllegalArgumentException(
                    "the key in " + pair.privateKey() + " cannot sign tokens for Core: " + tooShort.getMessage(),
                    tooShort);
        }
    }
}
