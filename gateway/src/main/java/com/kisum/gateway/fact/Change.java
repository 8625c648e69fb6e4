package com.kisum.gateway.fact;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;

/** What do Auth and Core announce? A version that is current from now on. Saying it twice changes nothing. */
public sealed interface Change {
    record OfCompany(CompanyId company, long entitlementVersion) implements Change {}

    /** A membership that begins, ends or is suspended too. */
    record OfMembership(CompanyId company, UserId user, MembershipId membership, long grantsVersion)
            implements
                Change {}

    record OfSession(SessionId session) implements Change {}

    record OfUser(UserId user, long tokenVersion) implements Change {}
}
