package com.kisum.gateway.fact;

import reactor.core.publisher.Mono;

/** Which version is current, for all replicas? Read and written at the primary. Never empty, never an error. */
public interface Pointers {
    Mono<PointerReading> read(Pointer pointer);

    /**
     * Compares and sets in one step; forward only. Says what is current afterwards, which may be ahead of what was asked for.
     */
    Mono<PointerReading> moveForward(Pointer pointer, long version);

    /**
     * For a source that was restored from a backup: back to what it says now, but only if the pointer still stands where it was
     * seen. Says what is current afterwards.
     */
    Mono<PointerReading> followDown(Pointer pointer, long seen, long version);
}
