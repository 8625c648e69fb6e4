package com.kisum.bench.access;

import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.fact.PointerReading;
import com.kisum.gateway.fact.Pointers;
import com.kisum.gateway.fact.SharedFacts;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.UserId;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** What if Redis agreed with everything and kept nothing? Then what is measured is this process alone. */
final class NoRedis implements Pointers, SharedFacts {
    @Override
    public Mono<PointerReading> read(Pointer pointer) {
        return Mono.just(new PointerReading.Missing());
    }

    @Override
    public Mono<PointerReading> moveForward(Pointer pointer, long version) {
        return Mono.just(new PointerReading.At(version));
    }

    @Override
    public Mono<PointerReading> followDown(Pointer pointer, long seen, long version) {
        return Mono.just(new PointerReading.At(version));
    }

    @Override
    public Mono<MembershipName> membershipOf(CompanyId company, UserId user) {
        return Mono.just(new MembershipName.Unknown());
    }

    @Override
    public Mono<Void> nameMembership(CompanyId company, UserId user, MembershipId membership, Duration life) {
        return Mono.empty();
    }

    @Override
    public Mono<SharedReading> read(CompanyId company, MembershipId membership, long entitlementVersion,
            long grantsVersion) {
        return Mono.just(new SharedReading.Missing());
    }

    @Override
    public Mono<Void> keep(Entitlements entitlements, Grants grants, Duration age, Duration life) {
        return Mono.empty();
    }
}
