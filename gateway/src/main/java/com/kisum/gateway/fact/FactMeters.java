package com.kisum.gateway.fact;

/** What is counted while facts are looked up? */
public interface FactMeters {
    /** A reading that a push overtook. */
    void overtaken();

    /** A decision on what was young, but could not be confirmed. */
    void unconfirmed();

    /** A source that answered below its pointer. */
    void sourceBehind();

    /** A pointer that followed its source down: an error of somebody's. */
    void restored(Pointer pointer, long from, long to);

    /** A push for something held. */
    void pushed();

    /** A pointer that stood below what its source said: it changed, and nobody has told. */
    default void pointerBehind() {}

    /** Somebody told us of a change, at this instant of the monotonic clock. */
    default void announced(Pointer pointer, long version, long nanos) {}

    /** What was held gave way to something newer. */
    default void enforced(Enforced change) {}
}
