package com.kisum.policyctl;

/** A number with its noun: {@code 1 error}, {@code 2 errors}. */
final class Counted {
    private Counted() {}

    static String of(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
