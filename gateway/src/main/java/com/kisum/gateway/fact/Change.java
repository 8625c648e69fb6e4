package com.kisum.gateway.fact;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;

/** What do Auth and Core announce? A version that is current from now on. Saying it twice changes nothing. */
public sealed interface Change {
    /** What it moves. */
    Pointer pointer();

    /** Where to. */
    long version();

    record OfCompany(CompanyId company, long entitlementVersion) implements Change {
        @Override
        public Pointer pointer() {
            return new Pointer.Company(company);
        }

        @Override
        public long version() {
            return entitlementVersion;
        }
    }

    /** A membership that begins, ends or is suspended too. */
    record OfMembership(CompanyId company, UserId user, MembershipId membership, long grantsVersion)
            implements
                Change {
        @Override
        public Pointer pointer() {
            return new Pointer.Membership(membership);
        }

        @Override
        public long version() {
            return grantsVersion;
        }
    }

    record OfSession(SessionId session) implements Change {
        @Override
        public Pointer pointer() {
            return new Pointer.Session(session);
        }

        @Override
        public long version() {
            return Pointer.REVOKED;
        }
    }

    record OfUser(UserId user, long tokenVersion) implements Change {
        @Override
        public Pointer pointer() {
            return new Pointer.User(user);
        }

        @Override
        public long version() {
            return tokenVersion;
        }
    }
}
