package com.kisum.gateway.fact;

/** What came of asking a source? */
public sealed interface Loaded<V> {
    /**
     * @param version the source's own
     * @param begunNanos when the asking began
     */
    record Said<V>(V value, long version, long begunNanos) implements Loaded<V> {}

    /**
     * Another replica had it, under the version that the pointer named. Younger than {@code reload-after}: what is older is not there, and
     * the source is asked, or it would be found again and again.
     *
     * @param loadedNanos when that replica's load began
     * @param confirmedNanos when the reading of the pointer began
     * @param marks of the watch, before that reading
     */
    record Shared<V>(V value, long version, long loadedNanos, long confirmedNanos, int marks) implements Loaded<V> {}

    /**
     * The source says what its pointer was seen to say before it was asked.
     *
     * @param confirmedNanos when the reading of the pointer began
     * @param marks of the watch, before that reading
     */
    record Confirmed<V>(Said<V> said, long confirmedNanos, int marks) implements Loaded<V> {}

    /** There was one, and it has ended as of this version. */
    record Ended<V>(Pointer pointer, long version) implements Loaded<V> {}

    /**
     * The source says so, and the pointer was seen to say it before the source was asked.
     *
     * @param marks of the watch, before that reading
     */
    record EndConfirmed<V>(Ended<V> end, int marks) implements Loaded<V> {}

    record None<V>() implements Loaded<V> {}

    record Outage<V>(String cause) implements Loaded<V> {}
}
