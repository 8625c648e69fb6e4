package com.kisum.gateway.fact;

/** What came of asking which version is current? */
public sealed interface PointerReading {
    record At(long version) implements PointerReading {}

    /** Redis does not say: the source must be asked. Never an allow. */
    record Missing() implements PointerReading {}

    record Unreachable(String cause) implements PointerReading {}
}
