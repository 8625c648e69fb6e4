package com.kisum.gateway.fact;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Where does one kind of fact come from, and which pointer tells its version? */
public interface FactSource<K, V> {
    /** What is watched from the start, before anything is known: a push for it overtakes the load. */
    Object watched(K key);

    Pointer pointer(K key, V value);

    /**
     * Never empty, never an error.
     *
     * @param watch for pointers that are found on the way
     */
    Mono<Loaded<V>> load(K key, Watch watch);

    /**
     * As {@link #load}, where what is held has grown old, or its pointer was found missing, or behind, or could not be read: what Redis
     * has is worth no more than what is held.
     */
    default Mono<Loaded<V>> loadAnew(K key, Watch watch) {
        return load(key, watch);
    }

    /** This is held now: what a push names may have to be found by something else than the key. */
    default void kept(K key, V value) {}

    /** This is no longer held. */
    default void evicted(K key, V value) {}

    /** Whether this has come to an end that it named itself. The source may have put it off since, so it is asked. */
    default boolean isOver(V value) {
        return false;
    }

    /** The fact, where the pointer alone tells all of it. */
    default @Nullable V toldBy(K key, long version) {
        return null;
    }
}
