package com.kisum.gateway.fact;

/** What can be left out of the protocol, to see that the model misses it? Never in production code: the harness leaves it out. */
enum Mechanism {
    /** A push marks whoever is reading. */
    READINGS_ARE_MARKED,
    /** A push makes what is held suspect. */
    HELD_IS_SUSPECTED,
    /** Who asks after a push does not join a lookup from before it. */
    NOBODY_JOINS_WHAT_WAS_OVERTAKEN,
    /** A reading that a push overtook is repeated before anything is decided on. */
    WHAT_WAS_OVERTAKEN_IS_READ_AGAIN,
    /** What a reading on the way was overtaken by counts from before that reading. */
    MARKS_ARE_TAKEN_BEFORE_THE_READING,
    /** As long as only the answer can name the pointer, any push at all counts. */
    ANY_PUSH_COUNTS_FOR_THE_UNNAMED,
    /** Who leaves a reading for others leaves them the watch that was begun before it. */
    A_READING_IS_LEFT_WITH_ITS_WATCH,
    /** A pointer moves forward only, by one script that compares and sets. */
    POINTERS_COMPARE,
    /** What a source says is compared with its pointer, and moves it. */
    ANSWERS_ARE_COMPARED,
    /** The end of something is a version like any other. */
    AN_END_MOVES_ITS_POINTER,
    /** A source that stays below its pointer was restored. */
    A_RESTORED_SOURCE_IS_FOLLOWED,
    /** What was seen to be superseded, or was pushed, does not decide in an outage either. */
    SUPERSEDED_NEVER_DECIDES,
    /** When a primary is followed again, what was confirmed before counts as confirmed for as long as it was, no longer. */
    THE_SPAN_BEGINS_ANEW,
    /** A heartbeat counts once it comes back on the connection that tells of changes. */
    HEARTBEATS_COME_BACK_WITH_THE_PUSHES,
    /** It says something about the time before it was written. */
    HEARTBEATS_COUNT_FROM_THEIR_WRITING,
    /** A version and its facts come from one snapshot. */
    ONE_SNAPSHOT,
    /** Each version has a key of its own in Redis. */
    THE_VERSION_IS_IN_THE_KEY,
    /** What is shared is written under the version that the source answered with. */
    WRITTEN_UNDER_ITS_OWN_VERSION,
    /** What is shared ends {@code reload-after} from the start of its load. */
    WHAT_IS_SHARED_ENDS,
    /** What is found in Redis is as old as the load of whoever wrote it. */
    AGES_TRAVEL,
    /** An answer is as old as its question. */
    AGES_COUNT_FROM_THE_START,
    /** What was compared with a reading on the way is confirmed as of that reading. */
    CONFIRMED_AS_OF_ITS_READING,
    /** What the source says is only believed for a while. */
    RELOADING,
    /** A lookup ends before what it began with is older than {@code max-staleness}. */
    PATIENCE_IS_SHORT
}
