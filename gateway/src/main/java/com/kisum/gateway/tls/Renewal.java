package com.kisum.gateway.tls;

import java.time.Instant;

/** What came of the last change of the files? */
public sealed interface Renewal {
    Instant at();

    /** What clients are shown now. */
    record TakenOver(Instant at) implements Renewal {}

    /** They are shown what they were shown before. */
    record Refused(Instant at, String why) implements Renewal {}
}
