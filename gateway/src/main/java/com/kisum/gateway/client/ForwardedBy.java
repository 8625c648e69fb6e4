package com.kisum.gateway.client;

/** In which header do the trusted proxies say whom they speak for? The other one is nobody's word: a client may have sent it. */
public enum ForwardedBy {
    X_FORWARDED_FOR("X-Forwarded-For"),
    /** RFC 7239. */
    FORWARDED("Forwarded");

    private final String header;

    ForwardedBy(String header) {
        this.header = header;
    }

    String header() {
        return header;
    }
}
