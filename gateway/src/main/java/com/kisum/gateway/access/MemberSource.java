package com.kisum.gateway.access;

import com.kisum.auth.MembershipAnswer;
import com.kisum.auth.MembershipSource;
import com.kisum.gateway.fact.FactCache;
import com.kisum.gateway.fact.FactDesk;
import com.kisum.gateway.fact.FactSource;
import com.kisum.gateway.fact.Held;
import com.kisum.gateway.fact.Loaded;
import com.kisum.gateway.fact.MemberKey;
import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.fact.PointerReading;
import com.kisum.gateway.fact.SharedFacts;
import com.kisum.gateway.fact.SharedFacts.MembershipName;
import com.kisum.gateway.fact.SharedFacts.SharedReading;
import com.kisum.gateway.fact.Watch;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Is this user a member there, and with which grants? Another replica may have asked already: then Redis has it, under the versions that
 * the pointers name, together with what the company has bought. Otherwise Auth says.
 */
public final class MemberSource implements FactSource<MemberKey, MemberFacts> {
    private final MembershipSource auth;
    private final SharedFacts shared;
    private final FactCache<CompanyId, Entitlements> companies;
    private final FactDesk desk;
    /** A push names the membership only. */
    private final Map<MembershipId, MemberKey> byMembership = new ConcurrentHashMap<>();

    /** A version, and since when it is known to be current. */
    private record Current(long version, long begun) {}

    public MemberSource(MembershipSource auth, SharedFacts shared, FactCache<CompanyId, Entitlements> companies,
            FactDesk desk) {
        this.auth = auth;
        this.shared = shared;
        this.companies = companies;
        this.desk = desk;
    }

    public @Nullable MemberKey memberOf(MembershipId membership) {
        return byMembership.get(membership);
    }

    @Override
    public Object watched(MemberKey key) {
        return key;
    }

    @Override
    public Pointer pointer(MemberKey key, MemberFacts value) {
        return new Pointer.Membership(value.grants().membership());
    }

    @Override
    public void kept(MemberKey key, MemberFacts value) {
        // The same key again is another object of the next request: not to be held beside the first.
        byMembership.compute(value.grants().membership(), (_, known) -> key.equals(known) ? known : key);
    }

    @Override
    public void evicted(MemberKey key, MemberFacts value) {
        byMembership.remove(value.grants().membership(), key);
    }

    @Override
    public Mono<Loaded<MemberFacts>> load(MemberKey key, Watch watch) {
        return shared.membershipOf(key.company(), key.user()).flatMap(name -> switch (name) {
            case MembershipName.Named(MembershipId membership) -> fromRedis(key, membership, watch)
                    .switchIfEmpty(Mono.defer(() -> fromAuth(key, membership)));
            case MembershipName.Unknown _,MembershipName.Unreachable _ -> fromAuth(key, null);
        });
    }

    private Mono<Loaded<MemberFacts>> fromRedis(MemberKey key, MembershipId membership, Watch watch) {
        Pointer pointer = new Pointer.Membership(membership);
        int marks = watch.over(pointer).marks();
        Watch ofCompany = desk.watches().begin(new Pointer.Company(key.company()));
        int companyMarks = ofCompany.marks();
        return Mono.zip(current(pointer), companyVersion(key.company()))
                .flatMap(both -> shared.read(key.company(), membership, both.getT2().version(), both.getT1().version())
                        .<Loaded<MemberFacts>>mapNotNull(reading -> {
                            if (!(reading instanceof SharedReading.Found found)) {
                                return null;
                            }
                            long loaded = both.getT1().begun() - found.age().toNanos();
                            companies.offer(key.company(), Held.of(found.entitlements(), both.getT2().version(), loaded,
                                    both.getT2().begun()), ofCompany, companyMarks);
                            return new Loaded.Shared<>(facts(key, found.grants()), both.getT1().version(), loaded,
                                    both.getT1().begun(), marks);
                        }))
                .doFinally(_ -> ofCompany.close());
    }

    /** With the company's id as it is held already. */
    private static MemberFacts facts(MemberKey key, Grants grants) {
        return new MemberFacts(new Grants(key.company(), grants.membership(), grants.version(), grants.modules(),
                grants.permissions(), grants.prefixes(), grants.ignored()));
    }

    /** Empty when Redis does not say. */
    private Mono<Current> current(Pointer pointer) {
        long begun = desk.clock().getAsLong();
        return desk.pointers().read(pointer).mapNotNull(
                reading -> reading instanceof PointerReading.At(long version) ? new Current(version, begun) : null);
    }

    private Mono<Current> companyVersion(CompanyId company) {
        Held<Entitlements> fresh = companies.fresh(company);
        return fresh != null
                ? Mono.just(new Current(fresh.version(), fresh.confirmedAt()))
                : current(new Pointer.Company(company));
    }

    private Mono<Loaded<MemberFacts>> fromAuth(MemberKey key, @Nullable MembershipId named) {
        long begun = desk.clock().getAsLong();
        return auth.membership(key.company(), key.user()).map(answer -> switch (answer) {
            case MembershipAnswer.Member(Grants grants) -> {
                if (!grants.membership().equals(named)) {
                    shared.nameMembership(key.company(), key.user(), grants.membership(), desk.times().reloadAfter())
                            .subscribe();
                }
                yield new Loaded.Said<>(new MemberFacts(grants), grants.version(), begun);
            }
            case MembershipAnswer.Ended(MembershipId membership, long version) ->
                new Loaded.Ended<>(new Pointer.Membership(membership), version);
            case MembershipAnswer.NotAMember _ -> new Loaded.None<>();
            case MembershipAnswer.Outage(String cause) -> new Loaded.Outage<>(cause);
        });
    }
}
