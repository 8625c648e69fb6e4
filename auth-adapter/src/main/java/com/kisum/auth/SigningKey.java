package com.kisum.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;

/**
 * Did Auth sign this? One public key of Auth's. It is equal to itself only: a key that went away and came back is another
 * one, and what was verified by the first is verified again.
 */
final class SigningKey {
    private static final JWSHeader RS256 = new JWSHeader(JWSAlgorithm.RS256);

    private final String kid;
    private final RSAPublicKey key;
    private final JWSVerifier verifier;

    SigningKey(String kid, RSAPublicKey key) {
        this.kid = kid;
        this.key = key;
        this.verifier = new RSASSAVerifier(key);
    }

    String kid() {
        return kid;
    }

    boolean hasSameNumbersAs(SigningKey other) {
        return key.getModulus().equals(other.key.getModulus())
                && key.getPublicExponent().equals(other.key.getPublicExponent());
    }

    /** The algorithm is ours, not the token's: its header was only asked whether it agrees. */
    boolean signed(CompactJws token) {
        try {
            return verifier.verify(RS256, token.signingInput().getBytes(StandardCharsets.US_ASCII),
                    new Base64URL(token.signature()));
        } catch (JOSEException notASignature) {
            return false;
        }
    }
}
