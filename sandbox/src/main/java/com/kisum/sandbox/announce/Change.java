package com.kisum.sandbox.announce;

/** What changed? The components are the names on the wire. */
public sealed interface Change {
    record OfCompany(String company, long entitlementVersion) implements Change {}

    /** A membership that begins, ends or is suspended is a change of it, too. */
    record OfMembership(String company, String user, String membership, long grantsVersion) implements Change {}

    /** Sessions change once, and for good. */
    record OfSession(String session, boolean revoked) implements Change {}

    record OfUser(String user, long tokenVersion) implements Change {}
}
