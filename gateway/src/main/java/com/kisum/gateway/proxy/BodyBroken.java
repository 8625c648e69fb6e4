package com.kisum.gateway.proxy;

/** The client's body ended before it was whole. That is no fault of the backend that waited for it. */
final class BodyBroken extends RuntimeException {
    private static final long serialVersionUID = 1;

    BodyBroken(Throwable cause) {
        super("the client's body broke off", cause, false, false);
    }
}
