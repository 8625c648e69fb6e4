package com.kisum.auth;

import java.util.Locale;

/** What an HTTP server answered, read to its end within a bound. */
final class HttpAnswer {
    private final int status;
    private final String contentType;
    private final byte[] body;

    HttpAnswer(int status, String contentType, byte[] body) {
        this.status = status;
        this.contentType = contentType;
        this.body = body.clone();
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body.clone();
    }

    /** {@code application/json} or a kind of it; parameters do not matter. */
    boolean isJson() {
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip()
                .toLowerCase(Locale.ROOT);
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }
}
