package com.kisum.gateway.fact;

/**
 * What is held of one fact, and what is known of its age? All instants are of the monotonic clock.
 *
 * @param loadedAt when the load began that it came from, whichever replica made it
 * @param confirmedAt since when it is known to have been current: it was at that instant
 * @param learnedAt when this version, or its floor, was heard of
 * @param floor the newest version that was heard of; what is below it never decides again
 * @param suspect whether a push has said, since it was confirmed, that its pointer was written
 */
public record Held<V>(V value, long version, long loadedAt, long confirmedAt, long learnedAt, long floor,
        boolean suspect) {
    public static <V> Held<V> of(V value, long version, long loadedAt, long confirmedAt) {
        return new Held<>(value, version, loadedAt, confirmedAt, confirmedAt, version, false);
    }

    public boolean isSuperseded() {
        return floor > version;
    }

    Held<V> confirmed(long at) {
        return new Held<>(value, version, loadedAt, at, learnedAt, floor, false);
    }

    Held<V> withSuspicion(boolean suspected) {
        return suspected == suspect
                ? this
                : new Held<>(value, version, loadedAt, confirmedAt, learnedAt, floor, suspected);
    }

    Held<V> learned(long at) {
        return new Held<>(value, version, loadedAt, confirmedAt, at, floor, suspect);
    }

    Held<V> below(long newer, long heardAt) {
        return newer <= floor ? this : new Held<>(value, version, loadedAt, confirmedAt, heardAt, newer, suspect);
    }

    /** The same version, known twice: the younger of both ages; the value that others may have compiled already. */
    Held<V> mergedWith(Held<V> same) {
        return new Held<>(same.value, version, later(loadedAt, same.loadedAt), later(confirmedAt, same.confirmedAt),
                learnedAt, floor, suspect);
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
