package com.kisum.gateway.identity;

import com.kisum.policy.DenyReason;
import com.kisum.policy.access.UserId;

/** Who asks, as far as the token tells? */
public sealed interface Identity {
    /** A genuine token of a live session. */
    record Proven(UserId user) implements Identity {}

    record Unproven(DenyReason.OfToken why) implements Identity {}
}
