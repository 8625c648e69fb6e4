package com.kisum.policy.access;

/** A person, as the token's subject names them. */
public record UserId(String value) {
    public UserId {
        IdGrammar.checked("user", value);
    }

    public static boolean accepts(String value) {
        return IdGrammar.accepts(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
