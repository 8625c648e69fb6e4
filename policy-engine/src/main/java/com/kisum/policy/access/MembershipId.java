package com.kisum.policy.access;

/** One user's membership of one company. */
public record MembershipId(String value) {
    public MembershipId {
        IdGrammar.checked("membership", value);
    }

    public static boolean accepts(String value) {
        return IdGrammar.accepts(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
