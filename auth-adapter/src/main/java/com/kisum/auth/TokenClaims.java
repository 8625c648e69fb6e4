package com.kisum.auth;

import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What does a signed token say, and is it meant for us? Everything asked for must be there and of its own type: a wrong
 * type is wrong, not absent.
 */
final class TokenClaims {
    /** The last second of the year 9999. Milliseconds land far beyond it, and adding to it cannot wrap. */
    private static final double LATEST = 253_402_300_799d;

    private static final long VERSION_LIMIT = 1L << 53;

    private final String issuer;
    private final String audience;

    TokenClaims(String issuer, String audience) {
        this.issuer = issuer;
        this.audience = audience;
    }

    /** A claim set that holds but for the clock, or the fault in it. */
    sealed interface Reading {
        record Held(TokenVerdict.Genuine genuine, Instant notBefore) implements Reading {}

        record Faulty(TokenFault fault) implements Reading {}
    }

    Reading read(byte[] payload) {
        Optional<JsonNode> object = StrictJson.object(payload);
        if (object.isEmpty()) {
            return new Reading.Faulty(TokenFault.CLAIMS);
        }
        JsonNode claims = object.get();
        JsonNode iss = claims.path("iss");
        JsonNode aud = claims.path("aud");
        if (!iss.isString() || !(aud.isString() || aud.isArray())) {
            return new Reading.Faulty(TokenFault.CLAIMS);
        }
        if (!iss.stringValue().equals(issuer)) {
            return new Reading.Faulty(TokenFault.ISSUER);
        }
        return names(aud) ? held(claims) : new Reading.Faulty(TokenFault.AUDIENCE);
    }

    private static Reading held(JsonNode claims) {
        Optional<Instant> expiresAt = time(claims.path("exp"));
        Optional<Instant> notBefore = time(claims.path("nbf"));
        JsonNode version = claims.path("tokenVersion");
        String user = claims.path("sub").isString() ? claims.path("sub").stringValue() : "";
        String session = claims.path("sessionId").isString() ? claims.path("sessionId").stringValue() : "";
        if (expiresAt.isEmpty() || notBefore.isEmpty() || !isVersion(version) || !UserId.accepts(user)
                || !SessionId.accepts(session)) {
            return new Reading.Faulty(TokenFault.CLAIMS);
        }
        return new Reading.Held(new TokenVerdict.Genuine(new UserId(user), new SessionId(session),
                version.longValue(), expiresAt.get()), notBefore.get());
    }

    private boolean names(JsonNode aud) {
        if (aud.isString()) {
            return aud.stringValue().equals(audience);
        }
        for (JsonNode one : aud) {
            if (one.isString() && one.stringValue().equals(audience)) {
                return true;
            }
        }
        return false;
    }

    static boolean isVersion(JsonNode version) {
        return version.isIntegralNumber() && version.canConvertToLong() && version.longValue() >= 0
                && version.longValue() < VERSION_LIMIT;
    }

    /** RFC 7519 allows fractions of a second; they are cut off, which never makes a token live longer. */
    private static Optional<Instant> time(JsonNode seconds) {
        if (!seconds.isNumber() || (seconds.isIntegralNumber() && !seconds.canConvertToLong())) {
            return Optional.empty();
        }
        double value = seconds.asDouble();
        return value >= 1 && value <= LATEST ? Optional.of(Instant.ofEpochSecond((long) value)) : Optional.empty();
    }
}
