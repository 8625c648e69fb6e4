package com.kisum.policy.route;

/** Whether a subscription in grace counts on a route. */
public enum GracePolicy {
    DENY, READ, ALLOW;

    public boolean countsFor(Method method) {
        return this == ALLOW || (this == READ && !method.isWrite());
    }

    /** Whether grace would have counted, had this not been a write. */
    public boolean isReadOnlyFor(Method method) {
        return this == READ && method.isWrite();
    }
}
