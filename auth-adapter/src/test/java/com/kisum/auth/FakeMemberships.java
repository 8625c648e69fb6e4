package com.kisum.auth;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.UserId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Memberships in memory. */
public final class FakeMemberships implements MembershipSource {
    private record Place(CompanyId company, UserId user) {}

    private final Map<Place, MembershipAnswer> members = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean outage;

    /** The grants name company and membership. */
    public FakeMemberships member(UserId user, Grants grants) {
        members.put(new Place(grants.company(), user), new MembershipAnswer.Member(grants));
        return this;
    }

    /** Suspended, or over: it is there, and not active. */
    public FakeMemberships end(UserId user, CompanyId company, MembershipId membership, long version) {
        members.put(new Place(company, user), new MembershipAnswer.Ended(membership, version));
        return this;
    }

    /** As if it had never been. */
    public FakeMemberships remove(CompanyId company, UserId user) {
        members.remove(new Place(company, user));
        return this;
    }

    public FakeMemberships outage(boolean on) {
        outage = on;
        return this;
    }

    /** How often it was asked, outages included. */
    public int asked() {
        return asked.get();
    }

    @Override
    public Mono<MembershipAnswer> membership(CompanyId company, UserId user) {
        return Mono.fromSupplier(() -> {
            asked.incrementAndGet();
            if (outage) {
                return new MembershipAnswer.Outage("a fake outage");
            }
            return members.getOrDefault(new Place(company, user), new MembershipAnswer.NotAMember());
        });
    }
}
