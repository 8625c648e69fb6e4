package com.kisum.gateway.fact;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Pointers by short names, and facts that have a little of everything. */
public final class Examples {
    private Examples() {}

    public static Pointer company(String id) {
        return new Pointer.Company(new CompanyId(id));
    }

    public static Pointer membership(String id) {
        return new Pointer.Membership(new MembershipId(id));
    }

    public static Pointer user(String id) {
        return new Pointer.User(new UserId(id));
    }

    public static Pointer session(String id) {
        return new Pointer.Session(new SessionId(id));
    }

    public static Entitlements entitlements(String company, long version) {
        return new Entitlements(new CompanyId(company), version,
                new Subscription(SubscriptionStatus.ACTIVE, null, null, Set.of(new ModuleKey("promoter"))),
                List.of(new Subscription(SubscriptionStatus.TRIAL, Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-12-31T23:59:59.999999999Z"), Set.of(new ModuleKey("finance")))));
    }

    public static Grants grants(String company, String membership, long version) {
        return Grants.of(new CompanyId(company), new MembershipId(membership), version, List.of("promoter", "finance"),
                List.of("finance.expenses.read", "promoter.*", "finance.*.all"));
    }
}
