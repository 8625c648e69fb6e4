package com.kisum.auth;

import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import java.time.Instant;

/** What Auth's aggregation says. */
public sealed interface AggregatedAnswer {
    /**
     * Facts that give the access Auth worked out.
     *
     * @param version Auth's own version of this access
     * @param validUntil when Auth wants to be asked again
     */
    record Access(Entitlements entitlements, Grants grants, String version, Instant validUntil)
            implements
                AggregatedAnswer {}

    record SessionRevoked() implements AggregatedAnswer {}

    record NotAMember() implements AggregatedAnswer {}

    record Outage(String cause) implements AggregatedAnswer {}
}
