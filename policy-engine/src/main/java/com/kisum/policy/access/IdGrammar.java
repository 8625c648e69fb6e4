package com.kisum.policy.access;

/**
 * What may an id look like? One grammar for companies, memberships and users, wherever they come from, so that ids
 * joined with {@code :} in a cache key can never run into each other.
 */
final class IdGrammar {
    static final int MAX_LENGTH = 64;

    private IdGrammar() {}

    static boolean accepts(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH || !isAlphanumeric(value.charAt(0))) {
            return false;
        }
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isAlphanumeric(c) && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    static String checked(String what, String value) {
        if (!accepts(value)) {
            throw new IllegalArgumentException(
                    "not a " + what + " id: expected a letter or digit, then up to 63 of A-Z a-z 0-9 _ -");
        }
        return value;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
