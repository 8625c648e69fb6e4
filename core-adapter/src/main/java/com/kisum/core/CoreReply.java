package com.kisum.core;

import org.jspecify.annotations.Nullable;

/** What did Core send back? A whole HTTP answer, its body no longer than is read. */
final class CoreReply {
    private final int status;
    private final @Nullable String contentType;
    private final byte[] body;

    /** @param body from now on the reply's own */
    CoreReply(int status, @Nullable String contentType, byte[] body) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    boolean isJson() {
        if (contentType == null) {
            return false;
        }
        int parameters = contentType.indexOf(';');
        String type = (parameters < 0 ? contentType : contentType.substring(0, parameters)).strip();
        return type.equalsIgnoreCase("application/json")
                || (type.regionMatches(true, 0, "application/", 0, 12)
                        && type.regionMatches(true, type.length() - 5, "+json", 0, 5));
    }

    /** Whether this speaks against Core as a whole, and not only against what was asked. */
    boolean isFailureOfCore() {
        return status >= 500 || status == 429;
    }
}
