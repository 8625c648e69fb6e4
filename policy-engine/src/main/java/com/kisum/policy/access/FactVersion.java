package com.kisum.policy.access;

/** Versions are integers below 2^53, so that every language on the platform can hold them exactly. */
final class FactVersion {
    private static final long LIMIT = 1L << 53;

    private FactVersion() {}

    static void checked(long version) {
        if (version < 0 || version >= LIMIT) {
            throw new IllegalArgumentException("a version is an integer from 0 to 2^53 - 1, not " + version);
        }
    }
}
