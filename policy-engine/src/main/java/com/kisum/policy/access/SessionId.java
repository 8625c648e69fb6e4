package com.kisum.policy.access;

/** A login, as a token names it. */
public record SessionId(String value) {
    public SessionId {
        IdGrammar.checked("session", value);
    }

    public static boolean accepts(String value) {
        return IdGrammar.accepts(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
