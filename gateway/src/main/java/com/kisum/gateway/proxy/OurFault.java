package com.kisum.gateway.proxy;

/** A bug of ours while a request was sent on or its answer relayed: no backend is to be blamed for it. */
final class OurFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    OurFault(RuntimeException bug) {
        super("a bug while proxying", bug, false, false);
    }
}
