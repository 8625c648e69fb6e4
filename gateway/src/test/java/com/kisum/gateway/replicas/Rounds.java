package com.kisum.gateway.replicas;

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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** How often does one after the other wait for Redis? Whatever is asked waits until it is answered, all of it at once: that is a round. */
final class Rounds<S extends Pointers & SharedFacts> implements Pointers, SharedFacts {
    private final S store;
    private final Queue<Sinks.Empty<Void>> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean atOnce = true;

    Rounds(S store) {
        this.store = store;
    }

    /** From now on answers wait for {@link #next}. */
    void count() {
        atOnce = false;
    }

    /**
     * Answers what waits.
     *
     * @return whether anything did
     */
    boolean next() {
        Queue<Sinks.Empty<Void>> round = new ConcurrentLinkedQueue<>();
        for (Sinks.Empty<Void> one = waiting.poll(); one != null; one = waiting.poll()) {
            round.add(one);
        }
        round.forEach(Sinks.Empty::tryEmitEmpty);
        return !round.isEmpty();
    }

    private <A> Mono<A> waited(Mono<A> answer) {
        return Mono.defer(() -> {
            if (atOnce) {
                return answer;
            }
            Sinks.Empty<Void> gate = Sinks.empty();
            waiting.add(gate);
            return gate.asMono().then(answer);
        });
    }

    @Override
    public Mono<PointerReading> read(Pointer pointer) {
        return waited(store.read(pointer));
    }

    @Override
    public Mono<PointerReading> moveForward(Pointer pointer, long version) {
        return waited(store.moveForward(pointer, version));
    }

    @Override
    public Mono<PointerReading> followDown(Pointer pointer, long seen, long version) {
        return waited(store.followDown(pointer, seen, version));
    }

    @Override
    public Mono<MembershipName> membershipOf(CompanyId company, UserId user) {
        return waited(store.membershipOf(company, user));
    }

    @Override
    public Mono<SharedReading> read(CompanyId company, MembershipId membership, long entitlementVersion,
            long grantsVersion) {
        return waited(store.read(company, membership, entitlementVersion, grantsVersion));
    }

    /** Nobody waits for this. */
    @Override
    public Mono<Void> nameMembership(CompanyId company, UserId user, MembershipId membership, Duration life) {
        return store.nameMembership(company, user, membership, life);
    }

    /** Nor for this. */
    @Override
    public Mono<Void> keep(Entitlements entitlements, Grants grants, Duration age, Duration life) {
        return store.keep(entitlements, grants, age, life);
    }
}
