package com.kisum.gateway.fact;

/** What can be left out of the protocol, to see that the model misses it? Never in production code: the harness leaves it out. */
enum Mechanism {
    /** A push marks whoever is reading. */
    READINGS_ARE_MARKED,
    /** A push makes what is held suspect. */
    HELD_IS_SUSPECTED,
    /** A pointer moves forward only, by one script that compares and sets. */
    POINTERS_COMPARE,
    /** When a primary is followed again, what was confirmed before counts as confirmed for as long as it was, no longer. */
    THE_SPAN_BEGINS_ANEW,
    /** A version and its facts come from one snapshot. */
    ONE_SNAPSHOT,
    /** What the source says is only believed for a while. */
    RELOADING
}
