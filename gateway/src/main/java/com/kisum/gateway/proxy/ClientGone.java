package com.kisum.gateway.proxy;

/** The client left while it was answered. That is no fault of the backend: a crowd of them must not open its breaker. */
final class ClientGone extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClientGone(Throwable cause) {
        super("the client left while it was answered", cause, false, false);
    }
}
