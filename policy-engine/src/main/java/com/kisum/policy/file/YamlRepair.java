package com.kisum.policy.file;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How can one broken row not hide the mistakes in the others? A YAML parser stops at the first syntax error. So the text
 * is mended where it broke, in place and without moving anything, and parsed again: unquoted templates get other braces,
 * which are turned back when the value is read, and a list item that cannot be mended is blanked.
 */
final class YamlRepair {
    /** Private-use characters that stand in for braces, one for one, so that columns stay true. */
    private static final char OPEN = '\uE000';
    private static final char CLOSE = '\uE001';
    private static final String BLANKED = "\uE002";

    private static final Pattern UNQUOTED_MATCH = Pattern.compile(
            "(?<![\\w|\"'])[A-Z]+(?:\\|[A-Z]+)* +/(?:[^\\s\"',{}\\[\\]]|\\{[A-Za-z_][\\w-]*\\})*\\{[A-Za-z_][\\w-]*\\}"
                    + "(?:[^\\s\"',{}\\[\\]]|\\{[A-Za-z_][\\w-]*\\})*");

    private YamlRepair() {}

    static boolean wasRepaired(String text) {
        return text.indexOf(OPEN) >= 0;
    }

    static String original(String text) {
        return wasRepaired(text) ? text.replace(OPEN, '{').replace(CLOSE, '}') : text;
    }

    static boolean isBlankedItem(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.text().equals(BLANKED);
    }

    static boolean canRepair(String text) {
        return text.chars().noneMatch(c -> c >= OPEN && c <= BLANKED.charAt(0));
    }

    /** The text with other braces in every match that is not quoted; the same text when there is none. */
    static String replaceBraces(String text) {
        Matcher matcher = UNQUOTED_MATCH.matcher(text);
        StringBuilder mended = new StringBuilder(text);
        while (matcher.find()) {
            for (int i = matcher.start(); i < matcher.end(); i++) {
                if (mended.charAt(i) == '{') {
                    mended.setCharAt(i, OPEN);
                } else if (mended.charAt(i) == '}') {
                    mended.setCharAt(i, CLOSE);
                }
            }
        }
        return mended.toString();
    }

    /**
     * The text without the list item around a line; null when the line is in none.
     *
     * @param line counted from 1
     */
    static @Nullable String blankItem(String text, int line) {
        String[] lines = text.split("\n", -1);
        int first = Math.min(line, lines.length) - 1;
        while (first >= 0 && !lines[first].stripLeading().startsWith("- ")) {
            first--;
        }
        if (first < 0) {
            return null;
        }
        int indent = indentOf(lines[first]);
        int end = first + 1;
        while (end < lines.length && (lines[end].isBlank() || indentOf(lines[end]) > indent)) {
            end++;
        }
        if (line > end) {
            return null; // the line comes after the item, at a shallower level
        }
        boolean again = lines[first].endsWith(BLANKED); // then it is where it stands that is wrong
        Arrays.fill(lines, first, end, "");
        lines[first] = again ? "" : " ".repeat(indent) + "- " + BLANKED;
        return String.join("\n", lines);
    }

    private static int indentOf(String line) {
        return line.length() - line.stripLeading().length();
    }
}
