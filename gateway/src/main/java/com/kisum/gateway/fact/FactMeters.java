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
}
