package com.kisum.gateway.access;

import com.kisum.gateway.record.DecisionEvent.AccessFrom;
import java.time.Duration;

/** On what does an answer rest? For each fact, where it was found and how old it is, or why there is none. */
public sealed interface Evidence {
    /** What is held apart, and has a version of its own. */
    enum Fact {
        MEMBERSHIP, ENTITLEMENTS
    }

    Fact fact();

    /**
     * @param version the source's own
     * @param age since the load began that it came from, whichever replica made it
     * @param confirmedAgo since it was last known to be current
     */
    record Found(Fact fact, AccessFrom from, long version, Duration age, Duration confirmedAgo) implements Evidence {}

    /** Nothing that may decide. */
    record Missing(Fact fact, String why) implements Evidence {}
}
