package com.kisum.sandbox.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which key signs, which may have signed, and which will? After a rotation the next key signs at once: it was published before, so
 * that whoever verifies has seen it. The old one stays published for as long as a token that it signed may live.
 */
final class SigningKeys {
    private static final int BITS = 2048;

    private final InstantSource clock;
    private final Duration tokenLifetime;
    private final Store store;
    private Keys keys;

    private SigningKeys(InstantSource clock, Duration tokenLifetime, Store store, Keys keys) {
        this.clock = clock;
        this.tokenLifetime = tokenLifetime;
        this.store = store;
        this.keys = keys;
    }

    record Keys(RSAKey current, RSAKey next, List<Retired> retired) {}

    record Retired(RSAKey key, Instant since) {}

    /** Where the keys outlive a restart. */
    interface Store {
        /** None, before there were any; else one. */
        List<Keys> kept() throws SQLException;

        void keep(Keys keys) throws SQLException;
    }

    static SigningKeys begin(InstantSource clock, Duration tokenLifetime, Store store) throws SQLException {
        List<Keys> kept = store.kept();
        if (!kept.isEmpty()) {
            return new SigningKeys(clock, tokenLifetime, store, kept.getFirst());
        }
        Keys first = new Keys(generate(), generate(), List.of());
        store.keep(first);
        return new SigningKeys(clock, tokenLifetime, store, first);
    }

    synchronized RSAKey current() {
        return keys.current();
    }

    synchronized RSAKey rotate() throws SQLException {
        List<Retired> retired = new ArrayList<>(stillPublished());
        retired.add(new Retired(keys.current(), clock.instant()));
        Keys rotated = new Keys(keys.next(), generate(), List.copyOf(retired));
        store.keep(rotated);
        keys = rotated;
        return keys.current();
    }

    /** The key that signs, the one that will, and every one that a living token may be signed with. */
    synchronized List<RSAKey> published() {
        List<RSAKey> published = new ArrayList<>(List.of(keys.current(), keys.next()));
        stillPublished().forEach(key -> published.add(key.key()));
        return published;
    }

    /** The public halves, as a JWKS. */
    Map<String, Object> jwks() {
        return new JWKSet(published().stream().map(key -> (JWK) key).toList()).toJSONObject(true);
    }

    private List<Retired> stillPublished() {
        Instant now = clock.instant();
        return keys.retired().stream().filter(key -> !key.since().plus(tokenLifetime).isBefore(now)).toList();
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
