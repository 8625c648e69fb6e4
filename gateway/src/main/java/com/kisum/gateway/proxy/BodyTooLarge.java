package com.kisum.gateway.proxy;

/** A body went on after it had reached its limit. */
final class BodyTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long atMost;

    BodyTooLarge(long atMost) {
        super("more than " + atMost + " bytes", null, false, false);
        this.atMost = atMost;
    }

    long atMost() {
        return atMost;
    }
}
