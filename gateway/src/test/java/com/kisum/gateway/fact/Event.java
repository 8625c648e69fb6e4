package com.kisum.gateway.fact;

/** What can happen in the modelled world besides messages that arrive? Each as often as a scenario allows. */
enum Event {
    /** Somebody asks a replica for a fact. */
    REQUEST,
    /** The source commits a newer version. */
    COMMIT,
    /** The pointer is moved to what the source has committed. */
    ANNOUNCE,
    /** The pointer is moved to what the source has not committed yet. */
    ANNOUNCE_EARLY,
    /** A replica reads a pointer on its way to something else, and leaves the reading for whoever asks next. */
    READ_ON_THE_WAY,
    /** A replica writes a heartbeat. */
    BEAT,
    /** A second passes. */
    SECOND,
    /** A tenth of a second passes: long enough for a pause between two loads. */
    PAUSE,
    /** A replica's tracking connection is cut. What was on the way is lost. */
    CUT,
    /** Redis forgets everything, and says so. */
    FLUSH,
    /** Redis forgets its last writing, and drops its connections: a replica that was behind took over. */
    FAILOVER,
    /** Nothing reaches Redis, or no answer comes back. */
    REDIS_DOWN,
    /** The source does not answer. */
    SOURCE_DOWN,
    /** The source is restored from a backup: its version goes down. */
    RESTORE
}
