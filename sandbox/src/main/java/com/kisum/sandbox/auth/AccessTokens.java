package com.kisum.sandbox.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Optional;

/** What does an access token say, and is this one of ours? */
final class AccessTokens {
    static final Duration LIFETIME = Duration.ofMinutes(15);
    static final String ISSUER = "https://auth.kisum.test";
    static final String AUDIENCE = "kisum";

    private final InstantSource clock;
    private final SigningKeys keys;

    AccessTokens(InstantSource clock, SigningKeys keys) {
        this.clock = clock;
        this.keys = keys;
    }

    /** What a token says. */
    record Claims(String user, String session, long tokenVersion) {}

    String sign(Claims claims) {
        Instant now = clock.instant();
        RSAKey key = keys.current();
        JWTClaimsSet said = new JWTClaimsSet.Builder().issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(claims.user())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .claim("tokenVersion", claims.tokenVersion())
                .claim("sessionId", claims.session())
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), said);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("Our own key signs", e);
        }
        return token.serialize();
    }

    /** Nothing, unless we signed it and it has not expired. Whether its session lives is for the database. */
    Optional<Claims> read(String text) {
        try {
            SignedJWT token = SignedJWT.parse(text);
            String kid = String.valueOf(token.getHeader().getKeyID());
            Optional<RSAKey> key = keys.published().stream().filter(known -> known.getKeyID().equals(kid)).findFirst();
            if (key.isEmpty() || !token.verify(new RSASSAVerifier(key.get()))) {
                return Optional.empty();
            }
            JWTClaimsSet said = token.getJWTClaimsSet();
            if (!clock.instant().isBefore(said.getExpirationTime().toInstant())) {
                return Optional.empty();
            }
            return Optional.of(new Claims(said.getSubject(), said.getStringClaim("sessionId"),
                    said.getLongClaim("tokenVersion")));
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }

    Map<String, Object> jwks() {
        return keys.jwks();
    }

    /** The id of the key that signs from now on. */
    String rotate() throws SQLException {
        return keys.rotate().getKeyID();
    }
}
