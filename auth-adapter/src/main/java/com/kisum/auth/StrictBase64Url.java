package com.kisum.auth;

import java.util.Arrays;
import java.util.Base64;

/**
 * Which texts are base64url, such that no two of them mean the same bytes? No padding, no whitespace, no other
 * alphabet, and no stray bits in the last character: a token has one spelling.
 */
final class StrictBase64Url {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final byte[] VALUES = values();

    private StrictBase64Url() {}

    static boolean accepts(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= VALUES.length || VALUES[c] < 0) {
                return false;
            }
        }
        return switch (text.length() % 4) {
            case 0 -> true;
            case 2 -> (VALUES[text.charAt(text.length() - 1)] & 0b1111) == 0;
            case 3 -> (VALUES[text.charAt(text.length() - 1)] & 0b11) == 0;
            default -> false;
        };
    }

    /** Only of what is accepted. */
    static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        return values;
    }
}
