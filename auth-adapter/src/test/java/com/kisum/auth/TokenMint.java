package com.kisum.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Makes tokens as Auth does, and as those do who would like to be Auth. Written by hand, so that it can be wrong on purpose. */
public final class TokenMint {
    public static final String ISSUER = "https://auth.kisum.test";
    public static final String AUDIENCE = "kisum";
    private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

    private final String kid;
    private final KeyPair pair;

    private TokenMint(String kid, KeyPair pair) {
        this.kid = kid;
        this.pair = pair;
    }

    /** The same name has the same key for as long as the tests run: making one takes a while. */
    public static TokenMint of(String kid) {
        return of(kid, kid, 2048);
    }

    static TokenMint of(String kid, String keyName, int bits) {
        return new TokenMint(kid, PAIRS.computeIfAbsent(keyName + bits, _ -> generated(bits)));
    }

    private static KeyPair generated(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    RSAPublicKey publicKey() {
        return (RSAPublicKey) pair.getPublic();
    }

    String header() {
        return "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + kid + "\"}";
    }

    /** Claims of a good token; {@code changes} are raw JSON, and an empty one leaves its claim out. */
    static String claims(Map<String, String> changes) {
        long now = AuthenticatorContract.NOW.getEpochSecond();
        Map<String, String> claims = new TreeMap<>(Map.of("iss", "\"" + ISSUER + "\"", "aud", "\"" + AUDIENCE + "\"",
                "sub", "\"u-ada\"", "sessionId", "\"s-1\"", "tokenVersion", "3", "nbf", Long.toString(now - 10), "exp",
                Long.toString(now + 900)));
        claims.putAll(changes);
        List<String> members = claims.entrySet().stream().filter(claim -> !claim.getValue().isEmpty())
                .map(claim -> "\"" + claim.getKey() + "\":" + claim.getValue()).toList();
        return "{" + String.join(",", members) + "}";
    }

    public String token(Map<String, String> changes) {
        return token(header(), claims(changes));
    }

    String token(String header, String payload) {
        String input = encoded(header) + "." + encoded(payload);
        return input + "." + encoded(signature("SHA256withRSA", input));
    }

    byte[] signature(String algorithm, String input) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(pair.getPrivate());
            signer.update(input.getBytes(StandardCharsets.UTF_8));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** One entry of a JWKS; {@code more} is raw JSON that follows. */
    public String jwk(String more) {
        return "{\"kty\":\"RSA\",\"kid\":\"" + kid + "\",\"n\":\"" + unsigned(publicKey().getModulus().toByteArray())
                + "\",\"e\":\"" + unsigned(publicKey().getPublicExponent().toByteArray()) + "\"" + more + "}";
    }

    public static String jwks(String... entries) {
        return "{\"keys\":[" + String.join(",", entries) + "]}";
    }

    public String jwks() {
        return jwks(jwk(",\"use\":\"sig\",\"alg\":\"RS256\""));
    }

    static String unsigned(byte[] number) {
        int from = number.length > 1 && number[0] == 0 ? 1 : 0;
        return encoded(java.util.Arrays.copyOfRange(number, from, number.length));
    }
}
