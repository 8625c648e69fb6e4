package com.kisum.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.auth.FakeMemberships;
import com.kisum.auth.MembershipAnswer;
import com.kisum.auth.MembershipSource;
import com.kisum.core.FakeEntitlements;
import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.FactDesk;
import com.kisum.gateway.fact.FactPushes;
import com.kisum.gateway.fact.FactTimes;
import com.kisum.gateway.fact.FakeSharedStore;
import com.kisum.gateway.fact.Loads;
import com.kisum.gateway.fact.Tracked;
import com.kisum.gateway.fact.Watches;
import com.kisum.gateway.identity.Bearer;
import com.kisum.gateway.record.DecisionLog;
import com.kisum.gateway.record.FactMetrics;
import com.kisum.gateway.record.Recorder;
import com.kisum.policy.Caller;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Who is taken for a stranger or a member, and for how long, when that changes? And what does a stranger cost? */
final class StrangersAndMembersTest {
    private static final CompanyId ACME = new CompanyId("acme");
    private static final UserId ADA = new UserId("u-ada");
    private static final MembershipId FIRST = new MembershipId("m-1");
    private static final MembershipId SECOND = new MembershipId("m-2");

    private long nanos = 1_000_000;
    private final FakeSharedStore store = new FakeSharedStore(() -> nanos, Duration.ofHours(24), Duration.ofMinutes(1));
    private final FakeMemberships memberships = new FakeMemberships();
    private final FakeEntitlements core = new FakeEntitlements();

    private CachedAccess access(MembershipSource auth) {
        FactDesk desk = new FactDesk(store, new Watches(), new Tracked(), new FactTimes(Duration.ofMinutes(1),
                Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofMillis(1)), () -> nanos, Schedulers.parallel(),
                new FactMetrics(new SimpleMeterRegistry()));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        CachedAccess access = new CachedAccess(auth, core, store, desk, new AccessBounds(1000, 1000, 20),
                new Loads(1000), InstantSource.system(), new Recorder(new DecisionLog(meters), meters));
        store.follow(new FactPushes(desk, List.of(access)));
        return access;
    }

    private static Mono<String> ask(CachedAccess access, UserId user, CompanyId company, boolean withAccess) {
        return access.of(new Bearer(user, new SessionId("s-" + user), 1, "token", Instant.MAX), company, withAccess,
                AccessContract.ROUTES.vocabulary(), Duration.ZERO).map(found -> switch (found.caller()) {
                    case Caller.Authenticated stranger -> stranger.why().code().name();
                    case Caller.Member member -> member.membership().value();
                    case Caller.MemberWithAccess member -> member.access().membership().value();
                    case Caller.Unproven _ -> "?";
                });
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        store.beat();
    }

    private static Grants grants(CompanyId company, MembershipId membership, long version) {
        return Grants.of(company, membership, version, List.of("promoter"), List.of());
    }

    /** Two wait for the same answer; before the second of them is told, the membership has begun and was announced. */
    @Test
    void whoBecameAMemberMeanwhileIsNotRememberedAsAStranger() {
        Sinks.One<MembershipAnswer> slow = Sinks.one();
        List<Mono<MembershipAnswer>> answers = new ArrayList<>(List.of(slow.asMono()));
        CachedAccess access = access((_, _) -> answers.getLast());
        List<String> told = new ArrayList<>();
        ask(access, ADA, ACME, false).subscribe(answer -> {
            told.add(answer);
            answers.add(Mono.just(new MembershipAnswer.Member(grants(ACME, FIRST, 1))));
            store.store(new Change.OfMembership(ACME, ADA, FIRST, 1)).block();
        });
        ask(access, ADA, ACME, false).subscribe(told::add);
        slow.tryEmitValue(new MembershipAnswer.NotAMember());
        pass(Duration.ofMillis(500));
        assertThat(ask(access, ADA, ACME, false).block()).isEqualTo("m-1");
    }

    /** Auth had looked before the membership was there; nothing of it is known here, but whom it names. */
    @Test
    void whoIsNamedWhileAuthIsAskedIsAskedForAgain() {
        Sinks.One<MembershipAnswer> slow = Sinks.one();
        List<Mono<MembershipAnswer>> answers = new ArrayList<>(List.of(slow.asMono()));
        CachedAccess access = access((_, _) -> answers.getLast());
        List<String> told = new ArrayList<>();
        ask(access, ADA, ACME, false).subscribe(answer -> told.add("first: " + answer));
        answers.add(Mono.just(new MembershipAnswer.Member(grants(ACME, FIRST, 1))));
        store.store(new Change.OfMembership(ACME, ADA, FIRST, 1)).block();
        ask(access, ADA, ACME, false).subscribe(answer -> told.add("later: " + answer));
        assertThat(told).as("does not wait with the first").containsExactly("later: m-1");
        slow.tryEmitValue(new MembershipAnswer.NotAMember());
        assertThat(told).containsExactly("later: m-1", "first: m-1");
        assertThat(ask(access, ADA, ACME, false).block()).isEqualTo("m-1");
    }

    @Test
    void aStrangerWhoIsNamedIsOneNoLonger() {
        CachedAccess access = access(memberships);
        assertThat(ask(access, ADA, ACME, false).block()).isEqualTo("NOT_A_MEMBER");
        memberships.member(ADA, grants(ACME, FIRST, 1));
        assertThat(ask(access, ADA, ACME, false).block()).as("remembered").isEqualTo("NOT_A_MEMBER");
        store.store(new Change.OfMembership(ACME, ADA, FIRST, 1)).block();
        assertThat(ask(access, ADA, ACME, false).block()).as("at once").isEqualTo("m-1");
    }

    @Test
    void anotherMembershipOfTheSameUserTakesThePlaceOfTheFirst() {
        CachedAccess access = access(memberships);
        memberships.member(ADA, grants(ACME, FIRST, 7));
        assertThat(ask(access, ADA, ACME, false).block()).isEqualTo("m-1");
        memberships.member(ADA, grants(ACME, SECOND, 1));
        store.store(new Change.OfMembership(ACME, ADA, SECOND, 1)).block();
        assertThat(ask(access, ADA, ACME, false).block()).isEqualTo("m-2");
    }

    @Test
    void aBurstOfGuessesIsOneQuestionToCore() {
        CachedAccess access = access((_, _) -> Mono.never());
        for (int i = 0; i < 1_000; i++) {
            ask(access, ADA, new CompanyId("guess-" + i), true).subscribe();
        }
        assertThat(core.asked()).isEqualTo(1);
    }

    @Test
    void guessesAtCompaniesOfOthersDoNotReachCore() {
        CachedAccess access = access(memberships);
        for (int i = 0; i < 20; i++) {
            CompanyId company = new CompanyId("c-" + i);
            UserId member = new UserId("u-" + i);
            core.knows(new Entitlements(company, 1,
                    new Subscription(SubscriptionStatus.ACTIVE, null, null, Set.of(new ModuleKey("promoter"))),
                    List.of()));
            memberships.member(member, grants(company, new MembershipId("m-" + i), 1));
            assertThat(Objects.requireNonNull(ask(access, member, company, true).block())).startsWith("m-");
        }
        pass(Duration.ofSeconds(61));
        int before = core.asked();
        for (int i = 0; i < 20; i++) {
            assertThat(ask(access, ADA, new CompanyId("c-" + i), true).block()).isEqualTo("NOT_A_MEMBER");
        }
        assertThat(core.asked() - before).isLessThanOrEqualTo(1);
    }
}
