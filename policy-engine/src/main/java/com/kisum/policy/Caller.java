package com.kisum.policy;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.EffectiveAccess;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.UserId;

/**
 * Who is asking, as far as it is known? One type per stage of getting to know them, each with the reason why it went no
 * further. A fact that could not be asked for, or was not, is an {@link DenyReason.AccessUnavailable} here: it denies
 * only on routes that need it.
 */
public sealed interface Caller {
    /** No proven user. */
    record Unproven(DenyReason.OfToken why) implements Caller {}

    /** A proven user who is not known to be a member. */
    record Authenticated(UserId user, DenyReason.OfCompany why) implements Caller {}

    /** A member whose effective access is not known. */
    record Member(UserId user, CompanyId company, MembershipId membership, Source unknown) implements Caller {}

    /** A member with effective access. */
    record MemberWithAccess(UserId user, EffectiveAccess access) implements Caller {}
}
