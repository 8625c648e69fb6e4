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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
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
    private final Consumer<MemberKey> authIsAsked;
    /** A push names the membership only. */
    private final Map<MembershipId, MemberKey> byMembership = new ConcurrentHashMap<>();

    /** Where a pointer stands, and when it was asked. */
    private record Read(PointerReading reading, long begun) {}

    /** A version, and since when it is known to be current. */
    private record Current(long version, long begun) {}

    /**
     * @param authIsAsked told when Redis did not know the member, and Auth has to be asked
     */
    public MemberSource(MembershipSource auth, SharedFacts shared, FactCache<CompanyId, Entitlements> companies,
            FactDesk desk, Consumer<MemberKey> authIsAsked) {
        this.auth = auth;
        this.shared = shared;
        this.companies = companies;
        this.desk = desk;
        this.authIsAsked = authIsAsked;
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
            case MembershipName.Named(MembershipId membership) -> new Named(key, membership, watch).load();
            case MembershipName.Unknown _,MembershipName.Unreachable _ -> fromAuth(key);
        });
    }

    /** What is held has a name. */
    @Override
    public Mono<Loaded<MemberFacts>> loadAnew(MemberKey key, Watch watch) {
        return fromAuth(key);
    }

    /** With the company's id as it is held already. */
    private static MemberFacts facts(MemberKey key, Grants grants) {
        return new MemberFacts(new Grants(key.company(), grants.membership(), grants.version(), grants.modules(),
                grants.permissions(), grants.prefixes(), grants.ignored()));
    }

    private Mono<Read> read(Pointer pointer) {
        long begun = desk.clock().getAsLong();
        return desk.pointers().read(pointer).map(reading -> new Read(reading, begun));
    }

    private Mono<Loaded<MemberFacts>> fromAuth(MemberKey key) {
        return fromAuth(key, (said, membership) -> named(key, said, membership), ended -> ended);
    }

    /** Nobody waits for it. */
    private Loaded<MemberFacts> named(MemberKey key, Loaded.Said<MemberFacts> said, MembershipId membership) {
        shared.nameMembership(key.company(), key.user(), membership, desk.times().reloadAfter()).subscribe();
        return said;
    }

    private Mono<Loaded<MemberFacts>> fromAuth(MemberKey key,
            BiFunction<Loaded.Said<MemberFacts>, MembershipId, Loaded<MemberFacts>> ofMember,
            UnaryOperator<Loaded<MemberFacts>> ofEnded) {
        authIsAsked.accept(key);
        long begun = desk.clock().getAsLong();
        return auth.membership(key.company(), key.user()).map(answer -> switch (answer) {
            case MembershipAnswer.Member(Grants grants) -> ofMember.apply(
                    new Loaded.Said<>(new MemberFacts(grants), grants.version(), begun), grants.membership());
            case MembershipAnswer.Ended(MembershipId membership, long version) ->
                ofEnded.apply(new Loaded.Ended<>(new Pointer.Membership(membership), version));
            case MembershipAnswer.NotAMember _ -> new Loaded.None<>();
            case MembershipAnswer.Outage(String cause) -> new Loaded.Outage<>(cause);
        });
    }

    /** One whose name Redis knows: both pointers are read together, then the facts of these versions; if they are gone, Auth is asked. */
    private final class Named {
        private final MemberKey key;
        private final MembershipId membership;
        private final @Nullable Held<Entitlements> fresh;
        /** Until it goes on with whoever loads what the company has bought. */
        private final AtomicReference<@Nullable Watch> ofCompany;
        private final int marks;

        Named(MemberKey key, MembershipId membership, Watch watch) {
            this.key = key;
            this.membership = membership;
            this.marks = watch.over(new Pointer.Membership(membership)).marks();
            this.ofCompany = new AtomicReference<>(desk.watches().begin(new Pointer.Company(key.company())));
            this.fresh = companies.fresh(key.company());
        }

        Mono<Loaded<MemberFacts>> load() {
            return Mono.zip(read(new Pointer.Membership(membership)), company())
                    .flatMap(both -> with(current(both.getT1()), current(both.getT2())))
                    .doFinally(_ -> letGo(ofCompany.getAndSet(null)));
        }

        private Mono<Read> company() {
            return fresh == null
                    ? read(new Pointer.Company(key.company()))
                    : Mono.just(new Read(new PointerReading.At(fresh.version()), fresh.confirmedAt()));
        }

        /** Null when Redis does not say. */
        private static @Nullable Current current(Read read) {
            return read.reading instanceof PointerReading.At(long version) ? new Current(version, read.begun) : null;
        }

        private Mono<Loaded<MemberFacts>> with(@Nullable Current member, @Nullable Current bought) {
            if (member == null || bought == null) {
                return orAuth(member, bought);
            }
            return shared.read(key.company(), membership, bought.version, member.version)
                    .flatMap(reading -> reading instanceof SharedReading.Found found
                            ? Mono.just(found(found, member, bought))
                            : orAuth(member, bought));
        }

        private Loaded<MemberFacts> found(SharedReading.Found found, Current member, Current bought) {
            long loaded = member.begun - found.age().toNanos();
            Watch watching = ofCompany.get();
            if (watching != null) {
                companies.offer(key.company(),
                        Held.of(found.entitlements(), bought.version, loaded, bought.begun), watching, 0);
            }
            return new Loaded.Shared<>(facts(key, found.grants()), member.version, loaded, member.begun, marks);
        }

        /** What was read is not read again: neither for what Auth says now, nor for what Core says next. */
        private Mono<Loaded<MemberFacts>> orAuth(@Nullable Current member, @Nullable Current bought) {
            Watch watching = bought != null && fresh == null ? ofCompany.getAndSet(null) : null;
            if (bought != null && watching != null) {
                companies.pointerRead(key.company(), bought.version, bought.begun, watching);
            }
            return fromAuth(key, (said, who) -> {
                if (!who.equals(membership)) {
                    return named(key, said, who);
                }
                return member != null && member.version == said.version()
                        ? new Loaded.Confirmed<>(said, member.begun, marks)
                        : said;
            }, loaded -> loaded instanceof Loaded.Ended<MemberFacts> ended && member != null
                    && ended.equals(new Loaded.Ended<>(new Pointer.Membership(membership), member.version))
                            ? new Loaded.EndConfirmed<>(ended, marks)
                            : loaded);
        }

        private static void letGo(@Nullable Watch watch) {
            if (watch != null) {
                watch.close();
            }
        }
    }
}
