package com.kisum.gateway.tls;

/** There is no certificate to begin with, so nothing begins. The message is for the operator. */
public final class CertificateNotLoaded extends RuntimeException {
    private static final long serialVersionUID = 1;

    CertificateNotLoaded(String message) {
        super(message, null, false, false);
    }
}
