package com.kisum.gateway.decide;

import com.kisum.gateway.record.DecisionEvent.AccessFrom;
import com.kisum.policy.Caller;
import com.kisum.policy.Decision;
import com.kisum.policy.DenyReason;
import com.kisum.policy.route.Lookup;
import com.kisum.policy.route.Mode;
import org.jspecify.annotations.Nullable;

/**
 * A request about which everything is known that the decision took.
 *
 * @param from where effective access came from, if it was asked for
 */
record Decided(Lookup lookup, Caller caller, @Nullable AccessFrom from, Decision decision) {
    /**
     * Shadow lets pass what company, access and decision would stop. Whoever is not proven is stopped all the same: the token is
     * no part of the experiment, and neither is how often someone asks.
     */
    boolean passes() {
        return decision instanceof Decision.Allow || (lookup instanceof Lookup.Found found
                && found.route().options().mode() == Mode.SHADOW && !(caller instanceof Caller.Unproven)
                && !(decision instanceof Decision.Deny(_, DenyReason.RateLimited _)));
    }
}
