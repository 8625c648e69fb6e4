package com.kisum.auth;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.UserId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Memberships in memory. */
public final class FakeMemberships implements MembershipSource {
    private record Place(CompanyId company, UserId user) {}

    private final Map<Place, Grants> members = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean outage;

    /** The grants name company and membership. */
    public FakeMemberships member(UserId user, Grants grants) {
        members.put(new Place(grants.company(), user), grants);
        return this;
    }

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
            Grants grants = members.get(new Place(company, user));
            return grants == null ? new MembershipAnswer.NotAMember() : new MembershipAnswer.Member(grants);
        });
    }
}
