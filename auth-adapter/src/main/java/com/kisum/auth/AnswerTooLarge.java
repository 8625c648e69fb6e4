package com.kisum.auth;

/** Breaks off the reading of a body that is longer than its bound; becomes an outage before it leaves this package. */
final class AnswerTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AnswerTooLarge(int limit) {
        super("the answer is longer than " + limit + " bytes", null, false, false);
    }
}
