package com.kisum.core;

import java.nio.file.Path;

/** How does the gateway prove to Core who it is? One of three ways, chosen by configuration. */
public sealed interface Credentials {
    /** Sent as a bearer token with every call. */
    record SharedSecret(Secret secret) implements Credentials {
        public SharedSecret {
            if (!secret.reveal().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new IllegalArgumentException(
                        "the shared secret for Core may hold printable ASCII without spaces only: it is sent in a header");
            }
        }
    }

    /** A short-lived token that the gateway signs itself, sent as a bearer token. */
    record InternalToken(String issuer, String audience, SigningKey key) implements Credentials {
        public InternalToken {
            if (issuer.isBlank() || audience.isBlank()) {
                throw new IllegalArgumentException("the internal token for Core needs an issuer and an audience");
            }
        }
    }

    /**
     * A certificate of the gateway's, shown in the TLS handshake.
     *
     * @param trusted certificates in PEM; Core's own must lead to one of them
     */
    record MutualTls(Identity identity, Path trusted) implements Credentials {}

    sealed interface SigningKey {
        /** HS256 with a secret of 32 bytes or more. */
        record Shared(Secret secret) implements SigningKey {}

        /**
         * RS256.
         *
         * @param privateKey a file in PEM (PKCS#8)
         * @param keyId what Core finds the public key by
         */
        record Private(Path privateKey, String keyId) implements SigningKey {}
    }

    sealed interface Identity {
        record Pkcs12(Path file, Secret password) implements Identity {}

        /** Two files: the certificate, followed by those between it and the authority, and its key (PKCS#8). */
        record Pem(Path certificates, Path privateKey) implements Identity {}
    }
}
