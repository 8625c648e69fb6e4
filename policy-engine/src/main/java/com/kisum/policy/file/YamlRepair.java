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

    /** Where a match may begin: methods, a space, a slash. Character classes only, because groups would recurse. */
    private static final Pattern MATCH_START = Pattern.compile("(?<![\\w|\"'])[A-Z|]+ +/");

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
        Matcher start = MATCH_START.matcher(text);
        StringBuilder mended = new StringBuilder(text);
        int at = 0;
        while (start.find(at)) {
            at = start.end();
            while (at < text.length() && "\"',}[]".indexOf(text.charAt(at)) < 0
                    && !Character.isWhitespace(text.charAt(at))) {
                int close = text.charAt(at) == '{' ? endOfVariable(text, at) : at;
                if (close < 0) {
                    break;
                }
                if (close > at) {
                    mended.setCharAt(at, OPEN);
                    mended.setCharAt(close, CLOSE);
                }
                at = close + 1;
            }
        }
        return mended.toString();
    }

    /** Where the variable that opens here closes; -1 when it is none. */
    private static int endOfVariable(String text, int open) {
        int at = open + 1;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return at > open + 1 && at < text.length() && text.charAt(at) == '}' ? at : -1;
    }

    /**
     * The text without the list item around a line; null when the line is in none.
     *
     * @param line counted from 1
     */
    static @Nullable String blankItem(String text, int line) {
        String[] lines = text.split("\n", -1);
        int last = Math.min(line, lines.length) - 1;
        int first = last;
        while (first >= 0 && !(isItem(lines[first]) && endOfItem(lines, first) > last)) {
            first--; // an item of a list further in, which ended before the line
        }
        if (first < 0) {
            return null;
        }
        int indent = indentOf(lines[first]);
        int end = endOfItem(lines, first);
        boolean again = lines[first].endsWith(BLANKED); // then it is where it stands that is wrong
        Arrays.fill(lines, first, end, "");
        lines[first] = again ? "" : " ".repeat(indent) + "- " + BLANKED;
        return String.join("\n", lines);
    }

    private static boolean isItem(String line) {
        String content = line.strip();
        return content.startsWith("- ") || content.equals("-");
    }

    /** The first line that no longer belongs to the item which begins here. */
    private static int endOfItem(String[] lines, int first) {
        int indent = indentOf(lines[first]);
        int end = first + 1;
        while (end < lines.length && (lines[end].isBlank() || indentOf(lines[end]) > indent)) {
            end++;
        }
        return end;
    }

    private static int indentOf(String line) {
        return line.length() - line.stripLeading().length();
    }
}
