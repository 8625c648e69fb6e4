package com.kisum.policy.access;

/** The full name of one permission, {@code finance.expenses.read}: three or more parts, the first of them its module. */
public record PermissionKey(String value) implements Comparable<PermissionKey> {
    public static final int MIN_PARTS = 3;

    public PermissionKey {
        if (KeyGrammar.parts(value) < MIN_PARTS) {
            throw new IllegalArgumentException("not a permission key: '" + value
                    + "', expected three or more parts [a-z][a-z0-9_-]* joined by dots");
        }
    }

    public static boolean accepts(String value) {
        return KeyGrammar.fits(value) && KeyGrammar.parts(value) >= MIN_PARTS;
    }

    public ModuleKey module() {
        return new ModuleKey(KeyGrammar.firstPart(value));
    }

    @Override
    public int compareTo(PermissionKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
