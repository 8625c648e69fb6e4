package com.kisum.gateway.answer;

import java.util.Locale;

/** By which names does the world know our answers? A closed set: frontends switch on it. */
public enum AnswerCode {
    TOKEN_MISSING(401, "A token is needed"), TOKEN_INVALID(401, "The token is not valid"), TOKEN_EXPIRED(401,
            "The token has expired"), SESSION_REVOKED(401, "The session has ended"),

    COMPANY_REQUIRED(403, "A company is needed"), NOT_A_MEMBER(403,
            "Not a member of this company"), SUBSCRIPTION_INACTIVE(403,
                    "The company's subscription is not active"), MODULE_NOT_ENTITLED(403,
                            "The company has not bought this module"), MODULE_NOT_GRANTED(403,
                                    "The module was not granted"), PERMISSION_MISSING(403,
                                            "A permission is missing"), GRACE_READ_ONLY(403, "Read only during grace"),

    KEYS_UNAVAILABLE(503, "Token keys are unavailable"), ACCESS_UNAVAILABLE(503,
            "Access cannot be worked out now"), BACKEND_UNAVAILABLE(503, "The backend is unavailable"), BACKEND_TIMEOUT(
                    503, "The backend did not answer in time"), OVERLOADED(503, "Too much to do"),

    REQUEST_AMBIGUOUS(400, "The request could be read in two ways"), NO_ROUTE(404,
            "Nothing is here"), METHOD_NOT_ALLOWED(405, "The method is not allowed here"), BODY_TOO_LARGE(413,
                    "The body is too large"), URI_TOO_LONG(414, "The request line is too long"), RATE_LIMITED(429,
                            "Too many requests"), HEADERS_TOO_LARGE(431,
                                    "The headers are too large"), INTERNAL(500, "An error of the gateway");

    private final int status;
    private final String title;

    AnswerCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    String title() {
        return title;
    }

    String type() {
        return "urn:kisum:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
