package com.kisum.policy.access;

/**
 * A grant of everything below a prefix: {@code finance.*}. It holds every permission with at least one more part after
 * {@code finance.}; never {@code finances.x}, never {@code finance} itself.
 *
 * @param parts what stands before {@code .*}, one or more parts
 */
public record PermissionPrefix(String parts) {
    public PermissionPrefix {
        if (KeyGrammar.parts(parts) == 0) {
            throw new IllegalArgumentException(
                    "not a permission prefix: '" + parts + "', expected parts [a-z][a-z0-9_-]* joined by dots");
        }
    }

    public static boolean accepts(String text) {
        if (!text.endsWith(".*")) {
            return false;
        }
        String parts = text.substring(0, text.length() - 2);
        return KeyGrammar.fits(parts) && KeyGrammar.parts(parts) > 0;
    }

    /** Reads the written form, {@code finance.*}. */
    public static PermissionPrefix of(String text) {
        if (!accepts(text)) {
            throw new IllegalArgumentException("not a permission prefix: '" + text + "', expected e.g. finance.*");
        }
        return new PermissionPrefix(text.substring(0, text.length() - 2));
    }

    public ModuleKey module() {
        return new ModuleKey(KeyGrammar.firstPart(parts));
    }

    public boolean holds(PermissionKey permission) {
        String key = permission.value();
        return key.length() > parts.length() + 1 && key.charAt(parts.length()) == '.' && key.startsWith(parts);
    }

    @Override
    public String toString() {
        return parts + ".*";
    }
}
