package com.kisum.sandbox.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which key signs, and which keys may have signed? After a rotation the new key signs at once, and the old one stays published
 * for as long as a token it signed may live.
 */
final class SigningKeys {
    private static final int BITS = 2048;

    private final InstantSource clock;
    private final Duration tokenLifetime;
    private final List<Retired> retired = new ArrayList<>();
    private RSAKey current = generate();

    SigningKeys(InstantSource clock, Duration tokenLifetime) {
        this.clock = clock;
        this.tokenLifetime = tokenLifetime;
    }

    private record Retired(RSAKey key, Instant since) {}

    synchronized RSAKey current() {
        return current;
    }

    synchronized RSAKey rotate() {
        retired.add(new Retired(current, clock.instant()));
        current = generate();
        return current;
    }

    /** Every key that a living token may be signed with, the current one first. */
    synchronized List<RSAKey> published() {
        Instant now = clock.instant();
        retired.removeIf(key -> key.since().plus(tokenLifetime).isBefore(now));
        List<RSAKey> keys = new ArrayList<>(List.of(current));
        retired.forEach(key -> keys.add(key.key()));
        return keys;
    }

    /** The public halves, as a JWKS. */
    Map<String, Object> jwks() {
        return new JWKSet(published().stream().map(key -> (JWK) key).toList()).toJSONObject(true);
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(BITS).keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("Every Java makes RSA keys", e);
        }
    }
}
