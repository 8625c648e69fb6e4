package com.kisum.auth;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Which keys in a JWKS may verify our tokens? Public RSA keys for RS256 signatures, strong enough, under an id that no
 * other of them has. The rest is passed over: a key set may serve others too. A set without one usable key is no answer.
 */
final class KeySetReader {
    private static final int MIN_BITS = 2048;

    /** A larger one would make every signature of a stranger expensive to refuse. */
    private static final int MAX_BITS = 8192;

    private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65_537);
    private static final int MAX_EXPONENT_BITS = 33;

    private final int maxKeys;

    KeySetReader(int maxKeys) {
        this.maxKeys = maxKeys;
    }

    KeySetAnswer read(byte[] body) {
        Optional<JsonNode> document = StrictJson.object(body);
        if (document.isEmpty() || !document.get().path("keys").isArray()) {
            return new KeySetAnswer.Outage("the answer is not a key set");
        }
        JsonNode keys = document.get().path("keys");
        if (keys.size() > maxKeys) {
            return new KeySetAnswer.Outage("the key set has " + keys.size() + " keys, more than " + maxKeys);
        }
        Map<String, SigningKey> usable = usable(keys);
        return usable.isEmpty()
                ? new KeySetAnswer.Outage("the key set has no key that can verify RS256")
                : new KeySetAnswer.Keys(usable);
    }

    private static Map<String, SigningKey> usable(JsonNode keys) {
        Map<String, SigningKey> usable = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        for (JsonNode entry : keys) {
            rsaKey(entry).ifPresent(key -> {
                if (usable.put(key.kid(), key) != null) {
                    ambiguous.add(key.kid());
                }
            });
        }
        // Two keys under one id: trying both would let whoever slipped the second one in sign for us.
        usable.keySet().removeAll(ambiguous);
        return usable;
    }

    private static Optional<SigningKey> rsaKey(JsonNode entry) {
        // A set that publishes a private part has told everyone how to sign.
        if (!isOrMissing(entry.path("use"), "sig") || !isOrMissing(entry.path("alg"), "RS256")
                || !entry.path("kty").asString("").equals("RSA") || !CompactJws.isKid(entry.path("kid"))
                || !mayVerify(entry.path("key_ops")) || entry.has("d")) {
            return Optional.empty();
        }
        Optional<BigInteger> modulus = number(entry.path("n"));
        Optional<BigInteger> exponent = number(entry.path("e"));
        if (modulus.isEmpty() || exponent.isEmpty() || !areStrong(modulus.get(), exponent.get())) {
            return Optional.empty();
        }
        return publicKey(modulus.get(), exponent.get())
                .map(key -> new SigningKey(entry.path("kid").stringValue(), key));
    }

    private static boolean areStrong(BigInteger modulus, BigInteger exponent) {
        return modulus.bitLength() >= MIN_BITS && modulus.bitLength() <= MAX_BITS && modulus.testBit(0)
                && exponent.compareTo(LEAST_EXPONENT) >= 0 && exponent.bitLength() <= MAX_EXPONENT_BITS
                && exponent.testBit(0);
    }

    private static Optional<RSAPublicKey> publicKey(BigInteger modulus, BigInteger exponent) {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, exponent)) instanceof RSAPublicKey key
                            ? Optional.of(key)
                            : Optional.empty();
        } catch (GeneralSecurityException notAKey) {
            return Optional.empty();
        }
    }

    private static Optional<BigInteger> number(JsonNode node) {
        if (!node.isString() || node.stringValue().isEmpty() || !StrictBase64Url.accepts(node.stringValue())) {
            return Optional.empty();
        }
        return Optional.of(new BigInteger(1, StrictBase64Url.decode(node.stringValue())));
    }

    private static boolean isOrMissing(JsonNode node, String text) {
        return node.isMissingNode() || (node.isString() && node.stringValue().equals(text));
    }

    private static boolean mayVerify(JsonNode operations) {
        if (operations.isMissingNode()) {
            return true;
        }
        for (JsonNode operation : operations) {
            if (operation.isString() && operation.stringValue().equals("verify")) {
                return true;
            }
        }
        return false;
    }
}
