package com.kisum.policy.access;

/** A tenant, as the request header {@code x-org} names it. */
public record CompanyId(String value) {
    public CompanyId {
        IdGrammar.checked("company", value);
    }

    public static boolean accepts(String value) {
        return IdGrammar.accepts(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
