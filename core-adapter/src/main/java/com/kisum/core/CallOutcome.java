package com.kisum.core;

import java.util.Locale;

/** How did a call to Core end? One tag of the metric {@code core.calls}. */
enum CallOutcome {
    KNOWN,
    /** Core answered with a status other than 200. */
    STATUS,
    /** 200, but not with entitlements that can be used. */
    UNUSABLE, TIMEOUT, UNREACHABLE,
    /** The circuit breaker is open: Core was not asked. */
    OPEN,
    /** As many calls as allowed are under way: Core was not asked. */
    FULL,
    /** Whoever asked went away. */
    CANCELLED,
    /** A bug of ours. */
    UNEXPECTED;

    private final String tag = name().toLowerCase(Locale.ROOT);

    String tag() {
        return tag;
    }
}
