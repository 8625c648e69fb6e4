package com.kisum.core;

/** How is text from outside put into a message? Short, and without anything that is not printed. */
final class Quoted {
    private static final int LONGEST = 200;

    private Quoted() {}

    static String printable(String text) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return start.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
