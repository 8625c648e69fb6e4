package com.kisum.gateway.door;

import java.util.Locale;
import java.util.Set;

/**
 * Does one {@code Authorization} hold more than one credential? Some programs take the first, some the last. A scheme's own list of
 * parameters, {@code name="value", …}, is one credential.
 */
final class Credentials {
    private static final Set<String> COMMON_SCHEMES = Set.of("bearer", "basic", "digest", "negotiate");

    private Credentials() {}

    static boolean areSeveral(String value) {
        int afterScheme = value.indexOf(' ');
        if (afterScheme < 0) {
            return value.indexOf(',') >= 0;
        }
        if (value.indexOf(',') < 0 && value.indexOf(' ', afterScheme + 1) < 0) {
            return false; // a scheme and a token, as nearly always
        }
        String scheme = value.substring(0, afterScheme).toLowerCase(Locale.ROOT);
        String rest = unquoted(value.substring(afterScheme + 1));
        String[] items = rest.split(",", -1);
        if (items.length > 1 && scheme.equals("bearer")) {
            return true; // it has no parameters
        }
        for (int i = 0; i < items.length; i++) {
            if (i > 0 && beginsACredential(items[i])) {
                return true;
            }
            if (holdsAnotherScheme(items[i], scheme)) {
                return true;
            }
        }
        return false;
    }

    /** A word and another one, where parameters have {@code =} between them. */
    private static boolean beginsACredential(String item) {
        String[] words = item.strip().split("[ \\t]+", 3);
        return words.length > 1 && words[0].indexOf('=') < 0 && !words[1].startsWith("=");
    }

    private static boolean holdsAnotherScheme(String item, String scheme) {
        String[] words = item.strip().toLowerCase(Locale.ROOT).split("[ \\t]+", -1);
        for (int i = 1; i < words.length - 1; i++) {
            if (words[i].equals(scheme) || COMMON_SCHEMES.contains(words[i])) {
                return true;
            }
        }
        return words.length > 1 && words[0].equals(scheme);
    }

    /** What stands in quotes separates nothing. */
    private static String unquoted(String value) {
        StringBuilder plain = new StringBuilder(value.length());
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else {
                plain.append(quoted ? '_' : c);
            }
        }
        return plain.toString();
    }
}
