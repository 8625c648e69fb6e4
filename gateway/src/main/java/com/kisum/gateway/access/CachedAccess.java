package com.kisum.gateway.access;

import com.kisum.auth.MembershipSource;
import com.kisum.core.EntitlementSource;
import com.kisum.gateway.fact.FactCache;
import com.kisum.gateway.fact.FactDesk;
import com.kisum.gateway.fact.FactPushes;
import com.kisum.gateway.fact.Held;
import com.kisum.gateway.fact.Loads;
import com.kisum.gateway.fact.MemberKey;
import com.kisum.gateway.fact.Outcome;
import com.kisum.gateway.fact.Outcome.Origin;
import com.kisum.gateway.fact.SharedFacts;
import com.kisum.gateway.fact.SharedFacts.MembershipName;
import com.kisum.gateway.fact.Usable;
import com.kisum.gateway.identity.Bearer;
import com.kisum.gateway.record.DecisionEvent.AccessFrom;
import com.kisum.gateway.record.Recorder;
import com.kisum.policy.Caller;
import com.kisum.policy.DenyReason;
import com.kisum.policy.Source;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.EffectiveAccess;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.UserId;
import com.kisum.policy.access.Vocabulary;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What may this user do in this company, by what is held?
 *
 * <p>What a company has bought is held once for all its members, what a member was granted once for each; access is compiled from both
 * when it is used, against the clock. Of a company of which nothing is held Core is asked beside Auth, but not for who tries
 * around: a stranger's guesses must not reach it.
 */
public final class CachedAccess implements AccessLookup, AccessInquiry, FactPushes.Followers {
    private static final Logger LOG = LoggerFactory.getLogger(CachedAccess.class);

    private final FactCache<MemberKey, MemberFacts> members;
    private final FactCache<CompanyId, Entitlements> companies;
    private final MemberSource source;
    private final SharedFacts shared;
    /** Members who wait for what a company has bought, of which nothing is held; one company of each user at a time. */
    private final Map<UserId, ForBoth> askingForBoth = new ConcurrentHashMap<>();
    private final Strangers strangers;
    private final ColdLookups cold;
    private final Duration life;
    private final InstantSource calendar;
    private final LongSupplier clock;
    private final Recorder recorder;

    /** Asked for once, however many sources of membership are asked. */
    private static final class ForBoth {
        private final MemberKey key;
        private final AtomicBoolean asked = new AtomicBoolean();

        private ForBoth(MemberKey key) {
            this.key = key;
        }
    }

    /**
     * @param loads how many questions to Auth are under way at most, and as many to Core
     */
    public CachedAccess(MembershipSource auth, EntitlementSource core, SharedFacts shared, FactDesk desk,
            AccessBounds bounds, Loads loads, InstantSource calendar, Recorder recorder) {
        this.companies = new FactCache<>(new CompanyFacts(core, desk.clock()), desk, loads.ofAnotherSource(),
                bounds.companies());
        this.source = new MemberSource(auth, shared, companies, desk, this::besideAuth);
        this.members = new FactCache<>(source, desk, loads, bounds.members());
        this.shared = shared;
        this.strangers = new Strangers(desk.clock());
        this.cold = new ColdLookups(bounds.coldLookups(), desk.clock());
        this.life = desk.times().reloadAfter();
        this.calendar = calendar;
        this.clock = desk.clock();
        this.recorder = recorder;
        recorder.holds("company", companies);
        recorder.holds("member", members);
        recorder.holds("stranger", strangers::remembered);
    }

    @Override
    public Mono<Found> of(Bearer bearer, CompanyId company, boolean withAccess, Vocabulary vocabulary,
            Duration tolerance) {
        return of(bearer.user(), company, withAccess, vocabulary, tolerance);
    }

    @Override
    public Mono<Known> about(UserId user, CompanyId company, boolean withAccess, Vocabulary vocabulary,
            Duration tolerance) {
        return Mono.defer(() -> {
            MemberKey key = new MemberKey(company, user);
            Witness.Notes notes = new Witness.Notes();
            if (strangers.knows(key)) {
                notes.missing(Evidence.Fact.MEMBERSHIP, "none, as the source said less than two seconds ago");
                return Mono.just(new Known(stranger(user, new DenyReason.NotAMember()), notes.taken()));
            }
            return ask(key, withAccess, vocabulary, tolerance, notes).map(found -> new Known(found, notes.taken()));
        });
    }

    @Override
    public void company(CompanyId company) {
        companies.moved(company);
    }

    @Override
    public void membership(MembershipId membership) {
        MemberKey member = source.memberOf(membership);
        if (member != null) {
            strangers.forget(member);
            members.moved(member);
        }
    }

    @Override
    public void named(MemberKey member) {
        strangers.forget(member);
        if (members.held(member) != null) {
            shared.membershipOf(member.company(), member.user()).subscribe(name -> named(member, name));
        }
    }

    /** Most often it is the one that is held. Another takes its place, whose versions say nothing of the one before. */
    private void named(MemberKey member, MembershipName name) {
        Held<MemberFacts> known = members.held(member);
        if (known != null && name instanceof MembershipName.Named(MembershipId now)
                && !known.value().grants().membership().equals(now)) {
            members.replaced(member);
        }
    }

    @Override
    public void everything() {
        companies.everythingMoved();
        members.everythingMoved();
        strangers.forgetAll();
    }

    private Mono<Found> of(UserId user, CompanyId company, boolean withAccess, Vocabulary vocabulary,
            Duration tolerance) {
        MemberKey key = new MemberKey(company, user);
        Held<MemberFacts> member = members.fresh(key);
        if (member == null) {
            return unheld(shared(key), withAccess, vocabulary, tolerance);
        }
        Usable<MemberFacts> granted = new Usable<>(member, Origin.MEMORY);
        if (!withAccess) {
            return Mono.just(member(user, granted));
        }
        Held<Entitlements> bought = companies.fresh(company);
        return bought != null
                ? Mono.just(withAccess(user, granted, new Usable<>(bought, Origin.MEMORY), vocabulary))
                : withEntitlements(user, granted, vocabulary, tolerance, Witness.NOBODY);
    }

    /** With the company's id as it is held already, so that its members share it. */
    private MemberKey shared(MemberKey key) {
        Held<Entitlements> bought = companies.held(key.company());
        return bought == null ? key : new MemberKey(bought.value().company(), key.user());
    }

    private Mono<Found> unheld(MemberKey key, boolean withAccess, Vocabulary vocabulary, Duration tolerance) {
        if (strangers.knows(key)) {
            recorder.accessLookup(AccessFrom.MEMORY, "stranger");
            return Mono.just(stranger(key.user(), new DenyReason.NotAMember()));
        }
        if (members.held(key) == null && !members.isUnderWay(key) && !cold.tryOne(key.user())) {
            recorder.accessLookup(AccessFrom.MEMORY, "too_many");
            return Mono.just(stranger(key.user(), new DenyReason.TooManyLookups()));
        }
        return ask(key, withAccess, vocabulary, tolerance, Witness.NOBODY);
    }

    private Mono<Found> ask(MemberKey key, boolean withAccess, Vocabulary vocabulary, Duration tolerance,
            Witness witness) {
        long begun = clock.getAsLong();
        ForBoth both = new ForBoth(key);
        if (withAccess && companies.fresh(key.company()) == null) {
            askForEntitlementsToo(both);
        }
        return members.get(key)
                .doFinally(_ -> askingForBoth.computeIfPresent(key.user(), (_, one) -> one == both ? null : one))
                .flatMap(outcome -> {
                    Usable<MemberFacts> granted = members.usable(outcome, tolerance);
                    if (granted == null) {
                        witness.missing(Evidence.Fact.MEMBERSHIP, outcome);
                        return Mono.just(stranger(key.user(), why(key, outcome, begun)));
                    }
                    witness.found(Evidence.Fact.MEMBERSHIP, members, granted);
                    return withAccess
                            ? withEntitlements(key.user(), granted, vocabulary, tolerance, witness)
                            : Mono.just(member(key.user(), granted));
                });
    }

    private void askForEntitlementsToo(ForBoth both) {
        if (members.held(both.key) != null) {
            companies.get(both.key.company()).subscribe(); // who comes for it joins
        } else if (!strangers.triesAround(both.key.user())) {
            askingForBoth.putIfAbsent(both.key.user(), both);
        }
    }

    /** Now that one source has to be waited for, the other is asked as well: who comes for it joins. */
    private void besideAuth(MemberKey key) {
        ForBoth both = askingForBoth.get(key.user());
        if (both != null && both.key.equals(key) && both.asked.compareAndSet(false, true)) {
            companies.get(key.company()).subscribe();
        }
    }

    private DenyReason.OfCompany why(MemberKey key, Outcome<MemberFacts> outcome, long begun) {
        return switch (outcome) {
            case Outcome.None<MemberFacts> _ -> {
                strangers.remember(key, begun);
                recorder.accessLookup(AccessFrom.SOURCE, "stranger");
                yield new DenyReason.NotAMember();
            }
            case Outcome.Overloaded<MemberFacts> _ -> overloaded();
            case Outcome.Outage<MemberFacts>(String cause, var _) -> {
                LOG.warn("memberships are unavailable: {}", cause);
                recorder.accessLookup(AccessFrom.SOURCE, "outage");
                yield new DenyReason.AccessUnavailable(Source.AUTH);
            }
            case Outcome.Current<MemberFacts> _,Outcome.Unconfirmed<MemberFacts> _ ->
                throw new IllegalStateException("these facts may decide");
        };
    }

    private Mono<Found> withEntitlements(UserId user, Usable<MemberFacts> granted, Vocabulary vocabulary,
            Duration tolerance, Witness witness) {
        CompanyId company = granted.held().value().grants().company();
        return companies.get(company).map(outcome -> {
            Usable<Entitlements> bought = companies.usable(outcome, tolerance);
            if (bought != null) {
                witness.found(Evidence.Fact.ENTITLEMENTS, companies, bought);
                return withAccess(user, granted, bought, vocabulary);
            }
            witness.missing(Evidence.Fact.ENTITLEMENTS, outcome);
            if (outcome instanceof Outcome.Overloaded) {
                return stranger(user, overloaded());
            }
            LOG.warn("entitlements are unavailable: {}",
                    outcome instanceof Outcome.Outage<Entitlements>(String cause, var _) ? cause : "none");
            recorder.accessLookup(AccessFrom.SOURCE, "outage");
            Grants grants = granted.held().value().grants();
            return new Found(new Caller.Member(user, grants.company(), grants.membership(), Source.CORE), null);
        });
    }

    private Found withAccess(UserId user, Usable<MemberFacts> granted, Usable<Entitlements> bought,
            Vocabulary vocabulary) {
        MemberFacts member = granted.held().value();
        String before = member.compiledVersion();
        EffectiveAccess access = member.with(bought.held().value(), vocabulary, calendar.instant());
        AccessFrom from = from(granted, bought);
        long loaded = older(granted.held().loadedAt(), bought.held().loadedAt());
        if (from != AccessFrom.STALE && member.isNews(before, access.version(), loaded) && from != AccessFrom.REDIS) {
            share(granted.held(), bought.held());
        }
        recorder.accessLookup(from, "found");
        return new Found(new Caller.MemberWithAccess(user, access), from);
    }

    /** Of a clock that may run over. */
    private static long older(long one, long other) {
        return one - other < 0 ? one : other;
    }

    /** Nobody waits for it, and whoever needs it can ask the sources. */
    private void share(Held<MemberFacts> granted, Held<Entitlements> bought) {
        long now = clock.getAsLong();
        Duration age = Duration.ofNanos(Math.max(now - granted.loadedAt(), now - bought.loadedAt()));
        if (age.compareTo(life) < 0) {
            shared.keep(bought.value(), granted.value().grants(), age, life).subscribe();
        }
    }

    private Found member(UserId user, Usable<MemberFacts> granted) {
        Grants grants = granted.held().value().grants();
        AccessFrom from = from(granted, granted);
        recorder.accessLookup(from, "found");
        return new Found(new Caller.Member(user, grants.company(), grants.membership(), Source.CORE), from);
    }

    private DenyReason.OfCompany overloaded() {
        recorder.accessLookup(AccessFrom.SOURCE, "overloaded");
        return new DenyReason.Overloaded();
    }

    /** The dearer of the two. */
    private static AccessFrom from(Usable<?> one, Usable<?> other) {
        return from(one.origin().compareTo(other.origin()) >= 0 ? one.origin() : other.origin());
    }

    static AccessFrom from(Origin origin) {
        return switch (origin) {
            case MEMORY -> AccessFrom.MEMORY;
            case REDIS -> AccessFrom.REDIS;
            case SOURCE -> AccessFrom.SOURCE;
            case STALE -> AccessFrom.STALE;
        };
    }

    private static Found stranger(UserId user, DenyReason.OfCompany why) {
        return new Found(new Caller.Authenticated(user, why), null);
    }
}
