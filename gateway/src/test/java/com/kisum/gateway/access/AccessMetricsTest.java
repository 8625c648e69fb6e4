package com.kisum.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.auth.FakeMemberships;
import com.kisum.auth.FakeSessions;
import com.kisum.auth.FakeUsers;
import com.kisum.core.FakeEntitlements;
import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.FactCache;
import com.kisum.gateway.fact.FactDesk;
import com.kisum.gateway.fact.FactPushes;
import com.kisum.gateway.fact.FactTimes;
import com.kisum.gateway.fact.FakeSharedStore;
import com.kisum.gateway.fact.Loads;
import com.kisum.gateway.fact.TimedChanges;
import com.kisum.gateway.fact.Tracked;
import com.kisum.gateway.fact.Watches;
import com.kisum.gateway.record.DecisionLog;
import com.kisum.gateway.record.FactMetrics;
import com.kisum.gateway.record.Recorder;
import com.kisum.policy.Caller;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import com.kisum.policy.access.Vocabulary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import com.kisum.gateway.identity.Bearer;
import com.kisum.gateway.identity.Identification;
import com.kisum.gateway.identity.Identity;
import com.kisum.gateway.identity.SessionFacts;
import com.kisum.gateway.identity.UserFacts;
import com.kisum.policy.access.SessionId;
import reactor.core.publisher.Mono;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/** Does each metric of held access move when, and as far as, it says? Time passes when the test says so. */
final class AccessMetricsTest {
    private static final CompanyId ACME = new CompanyId("acme");
    private static final SessionId SESSION_THAT_RUNS_OUT = new SessionId("s-2");
    private static final UserId ADA = new UserId("ada");
    private static final SessionId SESSION = new SessionId("s-1");
    private static final MembershipId MEMBERSHIP = new MembershipId("m-1");
    private static final Vocabulary VOCABULARY = new Vocabulary(new ModuleCatalog(List.of()), List.of(), List.of());

    private final AtomicLong nanos = new AtomicLong(1);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FakeMemberships memberships = new FakeMemberships();
    private final FakeEntitlements entitlements = new FakeEntitlements();
    private final FakeSharedStore store = new FakeSharedStore(nanos::get, Duration.ofHours(24), Duration.ofMinutes(1));
    private final FactMetrics factMeters = new FactMetrics(meters);
    private final FactDesk desk = new FactDesk(store, new Watches(), new Tracked(),
            new FactTimes(Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofMillis(1)),
            nanos::get, Schedulers.parallel(), factMeters);
    private final TimedChanges here = new TimedChanges(store, factMeters, nanos::get);
    private final DecisionLog log = new DecisionLog(meters);
    private final CachedAccess access = new CachedAccess(memberships, entitlements, store, desk,
            new AccessBounds(10, 2, 100), new Loads(10), InstantSource.system(), new Recorder(log, meters));

    private Instant today = Instant.parse("2026-03-01T12:00:00Z");
    private final FakeSessions sessions = new FakeSessions().live(SESSION, ADA, today.plusSeconds(30));
    private final Loads loads = new Loads(10);
    private final Identification identification = new Identification(_ -> Mono.never(),
            new FactCache<>(new SessionFacts(sessions, () -> today, desk.clock()), desk, loads, 10),
            new FactCache<>(new UserFacts(new FakeUsers().active(ADA, 1), desk.clock()), desk, loads, 10),
            new Recorder(log, meters));

    AccessMetricsTest() {
        store.follow(new FactPushes(desk, List.of(access, identification)));
        bought(17);
        granted(ADA, MEMBERSHIP, 4);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private Mono<AccessLookup.Found> asked(UserId user) {
        return access.of(new Bearer(user, SESSION, 1, "token", Instant.MAX), ACME, true, VOCABULARY, Duration.ZERO);
    }

    @Test
    void timesAnAnnouncementFromItsArrivalHere() {
        ask(ADA);
        granted(ADA, MEMBERSHIP, 5);
        store.telling(false);
        here.store(grants(5)).block();
        pass(Duration.ofMillis(30));
        store.telling(true);
        pass(Duration.ofSeconds(6));
        ask(ADA);
        for (String until : List.of("bar", "request", "replacement")) {
            assertThat(millis(until)).as(until).isEqualTo(6030);
        }
    }

    @Test
    void timesAChangeThatAnotherReplicaWasToldOfFromThePush() {
        ask(ADA);
        pass(Duration.ofSeconds(1));
        granted(ADA, MEMBERSHIP, 5);
        store.store(grants(5)).block();
        pass(Duration.ofMillis(7));
        ask(ADA);
        assertThat(enforced("bar").count()).isZero();
        assertThat(millis("request")).isEqualTo(7);
        assertThat(millis("replacement")).isEqualTo(7);
    }

    @Test
    void theFirstRequestAndTheReplacementAreTimedApart() {
        ask(ADA);
        bought(18);
        here.store(new Change.OfCompany(ACME, 18)).block();
        pass(Duration.ofMillis(3));
        entitlements.hold();
        var waiting = asked(ADA).toFuture();
        pass(Duration.ofMillis(40));
        entitlements.release();
        assertThat(waiting.join().caller()).isInstanceOf(Caller.MemberWithAccess.class);
        assertThat(millis("bar")).isZero();
        assertThat(millis("request")).isEqualTo(3);
        assertThat(millis("replacement")).isEqualTo(43);
    }

    @Test
    void whatDidNotChangeIsNotTimed() {
        ask(ADA);
        here.store(grants(4)).block();
        ask(ADA);
        pass(Duration.ofSeconds(61));
        ask(ADA);
        assertThat(enforced("request").count()).isZero();
        granted(ADA, MEMBERSHIP, 5);
        store.store(grants(5)).block();
        ask(ADA);
        assertThat(millis("request")).as("since the push, not since the old announcement").isZero();
    }

    @Test
    void anEndIsAChange() {
        ask(ADA);
        memberships.remove(ACME, ADA);
        here.store(grants(5)).block();
        pass(Duration.ofMillis(2));
        asked(ADA).block();
        assertThat(millis("replacement")).isEqualTo(2);
    }

    @Test
    void countsChangesThatNobodyAnnounced() {
        ask(ADA);
        assertThat(count("gateway.access.pointers.behind")).as("a first load finds no pointer").isZero();
        granted(ADA, MEMBERSHIP, 5);
        pass(Duration.ofSeconds(61));
        ask(ADA);
        assertThat(count("gateway.access.pointers.behind")).isEqualTo(1);
        granted(ADA, MEMBERSHIP, 6);
        store.store(grants(6)).block();
        ask(ADA);
        assertThat(count("gateway.access.pointers.behind")).as("this one was announced").isEqualTo(1);
    }

    /** A pointer that says all there is replaces what was held before anyone asks for it. */
    @Test
    void aChangeThatNoRequestMetIsTimedByItsReplacementOnly() {
        assertThat(stands()).isTrue();
        here.store(new Change.OfSession(SESSION)).block();
        assertThat(millis("bar")).isZero();
        assertThat(millis("replacement")).isZero();
        pass(Duration.ofHours(1));
        assertThat(stands()).isFalse();
        assertThat(enforced("request").count()).as("it never had to wait for the change").isZero();
    }

    @Test
    void aRequestThatWaitsAlreadyMeetsTheChangeWhenItIsTold() {
        ask(ADA);
        pass(Duration.ofSeconds(61));
        entitlements.hold();
        var waiting = asked(ADA).toFuture();
        bought(18);
        here.store(new Change.OfCompany(ACME, 18)).block();
        pass(Duration.ofMillis(20));
        entitlements.release();
        assertThat(waiting.join().caller()).isInstanceOf(Caller.MemberWithAccess.class);
        assertThat(millis("request")).isZero();
        assertThat(millis("replacement")).isEqualTo(20);
    }

    @Test
    void whatWasAnnouncedAndNotHeardHereIsNoMissingAnnouncement() {
        ask(ADA);
        store.telling(false);
        granted(ADA, MEMBERSHIP, 5);
        store.store(grants(5)).block();
        pass(Duration.ofSeconds(61));
        ask(ADA);
        assertThat(count("gateway.access.pointers.behind")).isZero();
    }

    @Test
    void anEndThatNobodyAnnouncedIsCounted() {
        ask(ADA);
        memberships.end(ADA, ACME, MEMBERSHIP, 5);
        pass(Duration.ofSeconds(61));
        assertThat(Objects.requireNonNull(asked(ADA).block()).caller()).isInstanceOf(Caller.Authenticated.class);
        assertThat(count("gateway.access.pointers.behind")).isEqualTo(1);
    }

    @Test
    void aLogoutThatNobodyAnnouncedIsCountedAndASessionThatRanOutIsNot() {
        assertThat(stands()).isTrue();
        sessions.end(SESSION);
        pass(Duration.ofSeconds(61));
        assertThat(stands()).isFalse();
        assertThat(count("gateway.access.pointers.behind")).isEqualTo(1);
        store.flush();
        sessions.live(SESSION_THAT_RUNS_OUT, ADA, today.plusSeconds(61));
        assertThat(stands(SESSION_THAT_RUNS_OUT)).isTrue();
        sessions.end(SESSION_THAT_RUNS_OUT);
        today = today.plusSeconds(61);
        pass(Duration.ofSeconds(61));
        assertThat(stands(SESSION_THAT_RUNS_OUT)).isFalse();
        assertThat(count("gateway.access.pointers.behind")).as("nobody announces that").isEqualTo(1);
    }

    private boolean stands() {
        return stands(SESSION);
    }

    private boolean stands(SessionId session) {
        return identification.standing(new Bearer(ADA, session, 1, "token", Instant.MAX), Duration.ZERO)
                .block() instanceof Identity.Proven;
    }

    @Test
    void countsEveryReadingThatAPushOvertakes() {
        entitlements.hold();
        var waiting = asked(ADA).toFuture();
        double before = count("gateway.access.readings.overtaken");
        store.store(new Change.OfCompany(ACME, 17)).block();
        assertThat(count("gateway.access.readings.overtaken")).isEqualTo(before + 1);
        entitlements.release();
        waiting.join();
    }

    @Test
    void tellsWhatIsHeldAndWhatGaveWay() {
        ask(ADA);
        asked(new UserId("eve")).block();
        assertThat(held("member")).isEqualTo(1);
        assertThat(held("company")).isEqualTo(1);
        assertThat(held("stranger")).isEqualTo(1);
        pass(Duration.ofSeconds(3));
        assertThat(held("stranger")).as("forgotten after two seconds").isZero();
        for (int i = 0; i < 50; i++) {
            UserId user = new UserId("u-" + i);
            granted(user, new MembershipId("m-u-" + i), 1);
            ask(user);
        }
        assertThat(held("member")).isLessThanOrEqualTo(2);
        assertThat(meters.get("gateway.access.evictions").tag("kind", "member").functionCounter().count())
                .isGreaterThanOrEqualTo(49);
    }

    @Test
    void lookupsByTierAndOutcome() {
        ask(ADA);
        ask(ADA);
        asked(new UserId("eve")).block();
        asked(new UserId("eve")).block();
        assertThat(lookups("source", "found")).isEqualTo(1);
        assertThat(lookups("memory", "found")).isEqualTo(1);
        assertThat(lookups("source", "stranger")).isEqualTo(1);
        assertThat(lookups("memory", "stranger")).isEqualTo(1);
    }

    private void ask(UserId user) {
        assertThat(Objects.requireNonNull(asked(user).block()).caller())
                .isInstanceOf(Caller.MemberWithAccess.class);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void bought(long version) {
        entitlements.knows(new Entitlements(ACME, version,
                new Subscription(SubscriptionStatus.ACTIVE, null, null, Set.of(new ModuleKey("promoter"))), List.of()));
    }

    private void granted(UserId user, MembershipId membership, long version) {
        memberships.member(user, Grants.of(ACME, membership, version, List.of("promoter"), List.of("promoter.a.read")));
    }

    private static Change grants(long version) {
        return new Change.OfMembership(ACME, ADA, MEMBERSHIP, version);
    }

    private Timer enforced(String until) {
        return meters.get("gateway.access.enforcement").tag("until", until).timer();
    }

    private double millis(String until) {
        assertThat(enforced(until).count()).as(until).isEqualTo(1);
        return enforced(until).totalTime(TimeUnit.MILLISECONDS);
    }

    private double count(String name) {
        return meters.get(name).counter().count();
    }

    private double held(String kind) {
        return meters.get("gateway.access.held").tag("kind", kind).gauge().value();
    }

    private double lookups(String tier, String outcome) {
        return meters.get("gateway.access.lookups").tag("tier", tier).tag("outcome", outcome).counter().count();
    }
}
