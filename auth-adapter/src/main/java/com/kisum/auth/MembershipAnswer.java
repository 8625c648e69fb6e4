package com.kisum.auth;

import com.kisum.policy.access.Grants;

/** What Auth says of a user in a company. */
public sealed interface MembershipAnswer {
    /** An active user's active membership, with its grants and their version. */
    record Member(Grants grants) implements MembershipAnswer {}

    /** No such company, no such membership, or one that is not active: told apart by nobody. */
    record NotAMember() implements MembershipAnswer {}

    record Outage(String cause) implements MembershipAnswer {}
}
