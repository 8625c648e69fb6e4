package com.kisum.auth;

import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;

/** What Auth says of a user in a company. */
public sealed interface MembershipAnswer {
    /** An active user's active membership, with its grants and their version. */
    record Member(Grants grants) implements MembershipAnswer {}

    /**
     * There is a membership, and it is not active: invited, suspended, ended. Its version says since when, so that an announcement of its
     * end can be told from an answer that is older.
     */
    record Ended(MembershipId membership, long version) implements MembershipAnswer {}

    /**
     * No such company, no such membership, or an active one of a user who is not: no version of a membership tells of that, the user's token
     * version does. Callers are not told which.
     */
    record NotAMember() implements MembershipAnswer {}

    record Outage(String cause) implements MembershipAnswer {}
}
