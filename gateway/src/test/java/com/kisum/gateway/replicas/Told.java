package com.kisum.gateway.replicas;

import org.jspecify.annotations.Nullable;

/**
 * What was a client told, and when?
 *
 * @param code of ours, or nothing where the backend answered
 * @param begun when the request began, by the monotonic clock
 * @param ended when the answer was there
 */
record Told(int status, String code, @Nullable String retryAfter, String body, long begun, long ended) {
    boolean isAllowed() {
        return status == 200;
    }

    /** Like {@code 403 PERMISSION_MISSING}, or {@code 200}. */
    String answer() {
        return code.isEmpty() ? Integer.toString(status) : status + " " + code;
    }

    long millis() {
        return (ended - begun) / 1_000_000;
    }
}
