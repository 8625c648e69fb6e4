package com.kisum.gateway.identity;

import com.kisum.policy.DenyReason;
import com.kisum.policy.access.UserId;

/** Whose request is it, all told? */
public sealed interface Identity {
    /**
     * A genuine token of a live session.
     *
     * @param stale whether that was so a moment ago, and nobody could be asked since
     */
    record Proven(UserId user, boolean stale) implements Identity {}

    record Unproven(DenyReason.OfToken why) implements Identity {}
}
