package com.kisum.gateway.redis;

import com.kisum.gateway.fact.Pointer;
import org.jspecify.annotations.Nullable;

/** How is a version written in Redis? Sessions by words, so that a person who looks understands; the others in decimal. */
final class PointerText {
    private static final String LIVE = "live";
    private static final String REVOKED = "revoked";
    private static final long LIMIT = 1L << 53;
    private static final int MAX_DIGITS = 16;

    private PointerText() {}

    static String of(Pointer pointer, long version) {
        if (!(pointer instanceof Pointer.Session)) {
            return Long.toString(version);
        }
        return version == Pointer.REVOKED ? REVOKED : LIVE;
    }

    /** Null when this is no version of that pointer: the script thinks so, too. */
    static @Nullable Long version(Pointer pointer, String text) {
        if (pointer instanceof Pointer.Session) {
            return switch (text) {
                case LIVE -> Pointer.LIVE;
                case REVOKED -> Pointer.REVOKED;
                default -> null;
            };
        }
        boolean canonical = !text.isEmpty() && text.length() <= MAX_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9') && (text.charAt(0) != '0' || text.length() == 1);
        if (!canonical) {
            return null;
        }
        long version = Long.parseLong(text);
        return version < LIMIT ? version : null;
    }
}
