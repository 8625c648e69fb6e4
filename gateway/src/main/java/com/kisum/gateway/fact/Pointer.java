package com.kisum.gateway.fact;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;

/** Of whose facts does a pointer say which version is current? Ids cannot run into each other: none holds a colon. */
public sealed interface Pointer {
    record Company(CompanyId id) implements Pointer {}

    record Membership(MembershipId id) implements Pointer {}

    /** The version is the token version. */
    record User(UserId id) implements Pointer {}

    /** The version is {@link #LIVE} or {@link #REVOKED}, and so final once revoked. */
    record Session(SessionId id) implements Pointer {}

    /** Whether nothing can follow: a source that says otherwise is not believed, however long it says so. */
    default boolean isFinal(long version) {
        return this instanceof Session && version == REVOKED;
    }

    long LIVE = 0;
    long REVOKED = 1;
}
