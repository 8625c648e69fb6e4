package com.kisum.gateway.route;

/** The gateway does not start without a policy. The message is for the operator, as {@code policyctl lint} would say it. */
public final class PolicyNotLoaded extends RuntimeException {
    private static final long serialVersionUID = 1;

    PolicyNotLoaded(String message) {
        super(message, null, false, false);
    }
}
