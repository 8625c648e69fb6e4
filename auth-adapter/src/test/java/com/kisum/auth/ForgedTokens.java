package com.kisum.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What would someone send who wants to be taken for another? Named by the numbers of the corpus of attacks. */
final class ForgedTokens {
    private static final String KID = "\"kid\":\"key-1\"";
    private static final String RS256 = "\"alg\":\"RS256\"";

    private final TokenMint auth = TokenMint.of("key-1");
    private final TokenMint stranger = TokenMint.of("key-1", "a-strangers", 2048);
    private final String claims = TokenMint.claims(Map.of());
    private final String genuine = auth.token(Map.of());
    private final String header = genuine.substring(0, genuine.indexOf('.'));
    private final String payload = genuine.substring(genuine.indexOf('.') + 1, genuine.lastIndexOf('.'));
    private final String signature = genuine.substring(genuine.lastIndexOf('.') + 1);

    byte[] publishedKeys() {
        return auth.jwks().getBytes(StandardCharsets.UTF_8);
    }

    String genuine() {
        return genuine;
    }

    Map<String, List<String>> all() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        algorithms(all);
        signatures(all);
        shapes(all);
        encodings(all);
        headers(all);
        json(all);
        claims(all);
        return all;
    }

    /** Signed by Auth's own key over whatever header it is: only the header is wrong. */
    private String signedWith(String... members) {
        return auth.token("{" + String.join(",", members) + "}", claims);
    }

    private String unsignedWith(String... members) {
        return TokenMint.encoded("{" + String.join(",", members) + "}") + "." + payload + ".";
    }

    private String signedClaims(String json) {
        return auth.token(auth.header(), json);
    }

    private String signedBytes(byte[] claimBytes) {
        String input = header + "." + TokenMint.encoded(claimBytes);
        return input + "." + TokenMint.encoded(auth.signature("SHA256withRSA", input));
    }

    private static String alg(String json) {
        return "\"alg\":" + json;
    }

    private void algorithms(Map<String, List<String>> all) {
        all.put("JWT-001", List.of(unsignedWith(alg("\"none\""), KID), signedWith(alg("\"none\""), KID)));
        all.put("JWT-003", List.of(unsignedWith(alg("\"NONE\""), KID), signedWith(alg("\"NONE\""), KID)));
        all.put("JWT-004", List.of(unsignedWith(alg("\"nonE\""), KID), unsignedWith(alg("\"nOnE\""), KID)));
        all.put("JWT-005", List.of(unsignedWith(alg("\"nOne\""), KID)));
        all.put("JWT-007", List.of(TokenMint.encoded("{" + alg("\"none\"") + "}") + "." + payload));
        all.put("JWT-008", List.of(signedWith(KID)));
        all.put("JWT-011", List.of(signedWith(alg("1"), KID)));
        all.put("JWT-012", List.of(signedWith(alg("[\"RS256\"]"), KID)));
        all.put("JWT-013", List.of(signedWith(alg("{\"x\":\"RS256\"}"), KID)));
        all.put("JWT-014", List.of(signedWith(alg("\" RS256\""), KID)));
        all.put("JWT-015", List.of(signedWith(alg("\"RS256 \""), KID)));
        all.put("JWT-016", List.of(signedWith(alg("\"rs256\""), KID)));
        all.put("JWT-017", List.of(signedWith(alg("\"RS256\\u0000\""), KID)));
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(auth.publicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----";
        byte[] text = pem.getBytes(StandardCharsets.US_ASCII);
        byte[] line = (pem + "\n").getBytes(StandardCharsets.US_ASCII);
        List<byte[]> secrets = List.of(text, line, auth.publicKey().getEncoded(),
                auth.jwk("").getBytes(StandardCharsets.US_ASCII), auth.publicKey().getModulus().toByteArray());
        all.put("JWT-018", List.of(keyed("HS256", "HmacSHA256", line), keyed("RS256", "HmacSHA256", line)));
        all.put("JWT-019", secrets.stream().map(secret -> keyed("HS256", "HmacSHA256", secret)).toList());
        all.put("JWT-020", secrets.stream().flatMap(
                secret -> Stream.of(keyed("HS384", "HmacSHA384", secret), keyed("HS512", "HmacSHA512", secret)))
                .toList());
        all.put("JWT-022", List.of(signedBy("RS384", "SHA384withRSA"), signedBy("RS512", "SHA512withRSA"),
                signedBy("RS256", "SHA384withRSA"), signedBy("RS256", "SHA512withRSA"),
                signedBy("RS256", "SHA1withRSA")));
        all.put("JWT-024", List.of(unsignedWith(alg("\"ES256\""), KID) + TokenMint.encoded(new byte[64]),
                unsignedWith(RS256, KID) + TokenMint.encoded(new byte[64])));
    }

    private String keyed(String alg, String mac, byte[] secret) {
        String input = TokenMint.encoded("{" + alg("\"" + alg + "\"") + "," + KID + "}") + "." + payload;
        try {
            Mac code = Mac.getInstance(mac);
            code.init(new SecretKeySpec(secret, mac));
            return input + "." + TokenMint.encoded(code.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private String signedBy(String alg, String algorithm) {
        String input = TokenMint.encoded("{" + alg("\"" + alg + "\"") + "," + KID + "}") + "." + payload;
        return input + "." + TokenMint.encoded(auth.signature(algorithm, input));
    }

    private void signatures(Map<String, List<String>> all) {
        all.put("JWT-027", List.of(header + "." + payload + "."));
        all.put("JWT-028", List.of(header + "." + payload + "." + TokenMint.encoded(new byte[256]),
                header + "." + payload + "." + TokenMint.encoded(new byte[255])));
        String others = TokenMint.encoded(TokenMint.claims(Map.of("sub", "\"u-cleo\"")));
        all.put("JWT-033", List.of(header + "." + others + "." + signature));
        all.put("JWT-035", List.of(stranger.token(Map.of())));
    }

    private void shapes(Map<String, List<String>> all) {
        all.put("JWT-038", List.of("", ".", "..", "...", "a", "....", " "));
        all.put("JWT-039", List.of(genuine + ".x", genuine + "." + signature));
        all.put("JWT-040",
                List.of(genuine + "." + signature + "." + signature, header + ".." + payload + "." + signature
                        + "." + signature));
        all.put("JWT-041", List.of(header + "." + payload, payload + "." + signature));
        all.put("JWT-042", List.of("." + genuine, genuine + ".", "." + payload + "." + signature));
        all.put("JWT-043", List.of(genuine.replace(".", "%2E")));
        all.put("JWT-045", List.of("{\"payload\":\"" + payload + "\",\"signatures\":[{\"protected\":\"" + header
                + "\",\"signature\":\"" + signature + "\"}]}"));
        all.put("JWT-048", List.of(header + ".." + signature));
        all.put("JWT-095", List.of(TokenMint.encoded("{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}") + ".a.b.c.d"));
        all.put("JWT-096", List.of(
                TokenMint.encoded(
                        "{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A128GCM\",\"p2c\":2147483647,\"p2s\":\"AA\"}")
                        + ".AAAA.AAAA.AAAA.AAAA"));
        all.put("JWT-097", List.of(signedWith(RS256, KID, "\"zip\":\"DEF\"")));
    }

    private void encodings(Map<String, List<String>> all) {
        all.put("JWT-049", Stream.of("=", "==").flatMap(pad -> inEachPart(part -> part + pad)).toList());
        all.put("JWT-050", Stream.of("+", "/").flatMap(c -> inEachPart(part -> c + part.substring(1))).toList());
        all.put("JWT-052", List.of(header + "." + payload + "." + withStrayBits(signature)));
        all.put("JWT-053", inEachPart(part -> part.substring(0, part.length() / 4 * 4 - 3)).toList());
        all.put("JWT-055", Stream.of("\0", "\n", "\r\n", " ", "\t", "\u00e9", "\ud83d\ude00", "?")
                .flatMap(c -> inEachPart(part -> part.substring(0, 4) + c + part.substring(4))).toList());
    }

    private Stream<String> inEachPart(Function<String, String> change) {
        return Stream.of(change.apply(header) + "." + payload + "." + signature,
                header + "." + change.apply(payload) + "." + signature,
                header + "." + payload + "." + change.apply(signature));
    }

    /** 256 bytes leave four bits of the last character unused: the next character means the same bytes. */
    private static String withStrayBits(String part) {
        char last = part.charAt(part.length() - 1);
        return part.substring(0, part.length() - 1) + (char) (last + 1);
    }

    private void headers(Map<String, List<String>> all) {
        String own = stranger.jwk("");
        List<String> keys = List.of("\"jwk\":" + own, "\"jku\":\"http://127.0.0.1:1/jwks\"",
                "\"x5u\":\"http://127.0.0.1:1/cert\"", "\"x5c\":[\"MIIB\"]");
        all.put("JWT-061", keys.stream()
                .flatMap(key -> Stream.of(signedWith(RS256, KID, key),
                        stranger.token("{" + String.join(",", RS256, KID, key) + "}", claims)))
                .toList());
        all.put("JWT-062", List.of(
                stranger.token("{" + String.join(",", RS256, KID, "\"x5t\":\"AAAA\"") + "}", claims),
                stranger.token("{" + String.join(",", RS256, KID, "\"x5t#S256\":\"AAAA\"") + "}", claims)));
        kids(all);
        all.put("JWT-087", List.of(signedWith(RS256, KID, "\"crit\":[\"x-custom-policy\"]", "\"x-custom-policy\":1")));
        all.put("JWT-088",
                Stream.of("[\"exp\"]", "[\"alg\"]", "[]", "\"exp\"", "[\"a\",\"a\"]", "[\"absent\"]", "null")
                        .map(crit -> signedWith(RS256, KID, "\"crit\":" + crit)).toList());
        all.put("JWT-089", List.of(signedWith(RS256, KID, "\"b64\":false", "\"crit\":[\"b64\"]"), unencoded()));
        all.put("JWT-090", List.of(signedWith(RS256, KID, "\"b64\":false"), signedWith(RS256, KID, "\"b64\":true")));
        all.put("JWT-091", Stream.of("\"JWE\"", "\"application/x\"", "\"logout+jwt\"", "\"\"", "7", "null", "[\"JWT\"]")
                .map(type -> signedWith(RS256, KID, "\"typ\":" + type)).toList());
        all.put("JWT-092", List.of(auth.token("{" + RS256 + "," + KID + ",\"cty\":\"JWT\"}", genuine)));
    }

    private String unencoded() {
        String input = TokenMint.encoded("{" + RS256 + "," + KID + ",\"b64\":false,\"crit\":[\"b64\"]}") + "." + claims;
        return input + "." + TokenMint.encoded(auth.signature("SHA256withRSA", input));
    }

    private void kids(Map<String, List<String>> all) {
        Map<String, String> kids = Map.of("JWT-064", "\"../../../../dev/null\"", "JWT-066", "\"' OR '1'='1\"",
                "JWT-067", "\"x; sleep 5\"", "JWT-069", "\"http://evil/k\"", "JWT-072", "1");
        kids.forEach((id, kid) -> all.put(id, List.of(signedWith(RS256, "\"kid\":" + kid))));
        all.put("JWT-071",
                List.of(signedWith(RS256), signedWith(RS256, "\"kid\":null"), signedWith(RS256, "\"kid\":\"\"")));
        all.put("JWT-074", List.of(signedWith(RS256, "\"kid\":\"" + "k".repeat(1 << 20) + "\""),
                signedWith(RS256, "\"kid\":\"" + "k".repeat(1_000) + "\"")));
        all.put("JWT-076", List.of(signedWith(RS256, "\"kid\":\"jwks:*\""), signedWith(RS256, "\"kid\":\"a:b\""),
                signedWith(RS256, "\"kid\":\"key-1 \""), signedWith(RS256, "\"kid\":\"KEY-1\"")));
    }

    private void json(Map<String, List<String>> all) {
        all.put("JWT-099", List.of(signedWith(RS256, alg("\"none\""), KID), signedWith(alg("\"none\""), RS256, KID),
                signedWith(RS256, RS256, KID), signedWith(RS256, KID, KID)));
        String open = claims.substring(0, claims.length() - 1);
        all.put("JWT-100", Stream.of("\"sub\":\"u-cleo\"", "\"exp\":9999999999", "\"aud\":\"kisum\"")
                .map(member -> signedClaims(open + "," + member + "}")).toList());
        all.put("JWT-101", List.of(signedClaims(open + ",\"\\u0073ub\":\"u-cleo\"}")));
        all.put("JWT-102", List.of(signedClaims(open + ",\"deep\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}"),
                signedClaims("[".repeat(100_000))));
        all.put("JWT-106", List.of(signedClaims(open + ",\"long\":\"" + "x".repeat(1 << 20) + "\"}"), signedClaims(
                open + IntStream.range(0, 10_000).mapToObj(i -> ",\"c" + i + "\":1").reduce("", String::concat)
                        + "}")));
        all.put("own: not one object", Stream.of("", "[]", "\"text\"", "null", "7", claims + "x", claims + claims,
                "\ufeff" + claims, "//c\n" + claims, claims.replace('"', '\'')).map(this::signedClaims).toList());
        all.put("own: a control character in a text", List.of(signedClaims(open + ",\"x\":\"\0\"}")));
        all.put("own: not UTF-8", Stream.of("\u00ff", "\u00c0\u0080", "\u00ed\u00a0\u0080")
                .map(bytes -> signedBytes((open + ",\"x\":\"" + bytes + "\"}").getBytes(StandardCharsets.ISO_8859_1)))
                .toList());
    }

    private void claims(Map<String, List<String>> all) {
        Map<String, Map<String, List<String>>> wrong = new LinkedHashMap<>();
        wrong.put("JWT-108", Map.of("exp", List.of("\"9999999999\"")));
        wrong.put("JWT-110", Map.of("exp", List.of("-1")));
        wrong.put("JWT-111", Map.of("exp", List.of("0")));
        wrong.put("JWT-112", Map.of("exp", List.of("null")));
        wrong.put("JWT-113", Map.of("exp", List.of("true")));
        wrong.put("JWT-115", Map.of("exp", List.of("1767229200000", "9223372036854775808", "1e300", "9".repeat(400))));
        wrong.put("JWT-121", Map.of("iss", List.of("[\"" + TokenMint.ISSUER + "\"]", "{}", "null")));
        wrong.put("JWT-124",
                Map.of("aud", List.of("\"kisum2\"", "\"kis\"", "{\"kisum\":true}", "[[\"kisum\"]]", "null")));
        wrong.put("JWT-126", Map.of("tokenVersion",
                List.of("", "\"3\"", "-1", "1e99", "3.5", "99999999999999999999", "[3]", "true")));
        wrong.put("JWT-127", Map.of("sessionId", List.of("", "\"\"", "[\"s-1\"]", "null", "\"s/1\"")));
        wrong.put("JWT-129", Map.of("aud", List.of("\"client-app\""), "sessionId", List.of(""), "tokenVersion",
                List.of("")));
        wrong.forEach((id, changes) -> all.put(id,
                changes.entrySet().stream()
                        .flatMap(change -> change.getValue().stream()
                                .map(value -> auth.token(Map.of(change.getKey(), value))))
                        .toList()));
    }
}
