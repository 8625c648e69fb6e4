package com.kisum.gateway.door;

/** A body whose framing cannot be read any further: what follows on its connection means nothing. */
public final class MalformedBody extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedBody(Throwable cause) {
        super("the body is not well-formed", cause, false, false);
    }
}
