package com.kisum.auth;

/** What was wrong with a token. A closed set: it becomes a metric's label. */
public enum TokenFault {
    NOT_A_TOKEN, ALGORITHM, HEADER, UNKNOWN_KEY, SIGNATURE, CLAIMS, ISSUER, AUDIENCE, NOT_YET_VALID
}
