package com.kisum.auth;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Is this text a signed token of the one shape we take? Three parts, RS256, a key named by its id. The header may choose
 * among keys we hold; it can neither bring a key nor say where to get one.
 *
 * @param signingInput header and payload as they came: what the signature is over
 */
record CompactJws(String kid, String signingInput, String payload, String signature) implements JwsReading {
    /** Longer than any header line that gets through the door; bounds what a stranger can make us parse. */
    static final int MAX_LENGTH = 8 << 10;

    private static final int MAX_KID_LENGTH = 256;

    /**
     * {@code crit}, {@code b64} and {@code zip} change what the parts mean, and we know none of them. The others bring keys or
     * lead to them: Auth has no reason to send one, so a token that has one is not read any further.
     */
    private static final List<String> REFUSED = List.of("crit", "b64", "zip", "jku", "jwk", "x5u", "x5c");

    static JwsReading read(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (token.length() > MAX_LENGTH || first <= 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
            return new Refused(TokenFault.NOT_A_TOKEN);
        }
        String header = token.substring(0, first);
        String payload = token.substring(first + 1, second);
        String signature = token.substring(second + 1);
        if (!StrictBase64Url.accepts(header) || !StrictBase64Url.accepts(payload)
                || !StrictBase64Url.accepts(signature)) {
            return new Refused(TokenFault.NOT_A_TOKEN);
        }
        Optional<JsonNode> fields = StrictJson.object(StrictBase64Url.decode(header));
        if (fields.isEmpty()) {
            return new Refused(TokenFault.NOT_A_TOKEN);
        }
        return judged(fields.get(), token.substring(0, second), payload, signature);
    }

    private static JwsReading judged(JsonNode header, String signingInput, String payload, String signature) {
        if (!isText(header.path("alg"), "RS256")) {
            return new Refused(TokenFault.ALGORITHM);
        }
        JsonNode kid = header.path("kid");
        if (!isKid(kid) || !isTypeOfOurs(header.path("typ")) || REFUSED.stream().anyMatch(header::has)) {
            return new Refused(TokenFault.HEADER);
        }
        return new CompactJws(kid.stringValue(), signingInput, payload, signature);
    }

    /** A key's id is compared, and nothing else is ever done with it. */
    static boolean isKid(JsonNode kid) {
        return kid.isString() && !kid.stringValue().isEmpty() && kid.stringValue().length() <= MAX_KID_LENGTH;
    }

    private static boolean isTypeOfOurs(JsonNode type) {
        return type.isMissingNode() || (type.isString()
                && (type.stringValue().equalsIgnoreCase("JWT") || type.stringValue().equalsIgnoreCase("at+jwt")));
    }

    private static boolean isText(JsonNode node, String text) {
        return node.isString() && node.stringValue().equals(text);
    }
}
