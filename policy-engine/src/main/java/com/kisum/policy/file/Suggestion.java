package com.kisum.policy.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** "Did you mean …?": the nearest of the words that would have been right. */
public final class Suggestion {
    private static final int LISTED = 12;

    private Suggestion() {}

    /** What to write instead of {@code written}: the nearest candidate when one is near, else all of them. */
    public static String among(String written, Collection<String> candidates) {
        if (candidates.isEmpty()) {
            return "there is none to choose from yet";
        }
        String lower = written.toLowerCase(Locale.ROOT);
        String nearest = candidates.stream()
                .min(Comparator.comparingInt(candidate -> distance(lower, candidate.toLowerCase(Locale.ROOT))))
                .orElseThrow();
        int limit = Math.max(1, Math.min(written.length(), nearest.length()) / 3);
        if (distance(lower, nearest.toLowerCase(Locale.ROOT)) <= limit) {
            return "did you mean '" + nearest + "'?";
        }
        String listed = candidates.stream().sorted().limit(LISTED).collect(Collectors.joining(", "));
        int more = candidates.size() - LISTED;
        return "one of: " + listed + (more > 0 ? " and " + more + " more" : "");
    }

    /** Levenshtein's distance, which also counts two swapped neighbours as one. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 8 || a.length() > 128) {
            return Integer.MAX_VALUE;
        }
        int[] twoAbove = new int[b.length() + 1];
        int[] above = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitute = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substitute, 1 + Math.min(above[j], row[j - 1]));
                boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], 1 + twoAbove[j - 2]);
                }
            }
            int[] free = twoAbove;
            twoAbove = above;
            above = row;
            row = free;
        }
        return above[b.length()];
    }
}
