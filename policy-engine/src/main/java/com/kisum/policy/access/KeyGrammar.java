package com.kisum.policy.access;

/**
 * What may a dotted key look like? Parts of {@code [a-z][a-z0-9_-]*} joined by dots. Module keys have one part,
 * permission keys three or more, prefixes in grants any number.
 */
final class KeyGrammar {
    /** Longer than any key a person would write; bounds what a fact or a file can make us keep. */
    private static final int MAX_LENGTH = 256;

    private KeyGrammar() {}

    /** The number of parts, or 0 when this is not a dotted key. */
    static int parts(CharSequence key) {
        int parts = 0;
        boolean atStart = true;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (atStart) {
                if (c < 'a' || c > 'z') {
                    return 0;
                }
                atStart = false;
                parts++;
            } else if (c == '.') {
                atStart = true;
            } else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-')) {
                return 0;
            }
        }
        return atStart ? 0 : parts;
    }

    /** Whether a key may come in. A key whose first part is renamed afterwards may grow past this, and stays a key. */
    static boolean fits(String key) {
        return key.length() <= MAX_LENGTH;
    }

    static String firstPart(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? key : key.substring(0, dot);
    }
}
