package com.kisum.gateway.fact;

import reactor.core.publisher.Mono;

/** Where does an announced change have to be for it to count as accepted? */
public interface ChangeStore {
    /** Never empty, never an error. */
    Mono<Stored> store(Change change);

    /** Accepted means stored: by the primary, and where there are replicas, by one of them. */
    sealed interface Stored {
        record Yes() implements Stored {}

        record No(String cause) implements Stored {}
    }
}
