package com.kisum.policy.access;

/** The name of something a company can buy: {@code finance}. */
public record ModuleKey(String value) implements Comparable<ModuleKey> {
    public ModuleKey {
        if (KeyGrammar.parts(value) != 1) {
            throw new IllegalArgumentException("not a module key: '" + value + "', expected [a-z][a-z0-9_-]*");
        }
    }

    public static boolean accepts(String value) {
        return KeyGrammar.fits(value) && KeyGrammar.parts(value) == 1;
    }

    @Override
    public int compareTo(ModuleKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
