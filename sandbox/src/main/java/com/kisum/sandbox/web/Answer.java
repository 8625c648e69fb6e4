package com.kisum.sandbox.web;

import java.util.HashMap;
import java.util.Map;

/** What does an endpoint say? */
public final class Answer {
    private final int status;
    private final byte[] body;
    private final Map<String, String> headers;

    private Answer(int status, byte[] body, Map<String, String> headers) {
        this.status = status;
        this.body = body;
        this.headers = headers;
    }

    public static Answer ok(Object body) {
        return new Answer(200, Json.bytes(body), Map.of());
    }

    public static Answer done() {
        return new Answer(204, new byte[0], Map.of());
    }

    public static Answer refused(int status, String code, String detail) {
        return new Answer(status, Json.bytes(Map.of("code", code, "detail", detail)), Map.of());
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, body, more);
    }

    int status() {
        return status;
    }

    /** Empty for an answer without. */
    byte[] body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }
}
