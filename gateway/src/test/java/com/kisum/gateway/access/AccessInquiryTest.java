package com.kisum.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.auth.FakeMemberships;
import com.kisum.core.FakeEntitlements;
import com.kisum.gateway.fact.FactDesk;
import com.kisum.gateway.fact.FactTimes;
import com.kisum.gateway.fact.FakeSharedStore;
import com.kisum.gateway.fact.Loads;
import com.kisum.gateway.fact.Tracked;
import com.kisum.gateway.fact.Watches;
import com.kisum.gateway.identity.Bearer;
import com.kisum.gateway.record.DecisionEvent.AccessFrom;
import com.kisum.gateway.record.DecisionLog;
import com.kisum.gateway.record.FactMetrics;
import com.kisum.gateway.record.Recorder;
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
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/** What is told to those who ask about somebody else? On a clock that stands still unless told otherwise. */
final class AccessInquiryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final CompanyId ACME = new CompanyId("acme");
    private static final UserId ADA = new UserId("u-ada");

    private final AtomicLong nanos = new AtomicLong();
    private final FakeSharedStore store = new FakeSharedStore(nanos::get, Duration.ofHours(24), Duration.ofMinutes(1));
    private final DecisionLog log = new DecisionLog(new SimpleMeterRegistry());
    private final FakeMemberships memberships = new FakeMemberships();
    private final FakeEntitlements entitlements = new FakeEntitlements();

    @BeforeEach
    void adaWorksAtAcme() {
        memberships.member(ADA, Grants.of(ACME, new MembershipId("m-1"), 4, List.of("promoter"), List.of()));
        entitlements.knows(new Entitlements(ACME, 17, new Subscription(SubscriptionStatus.ACTIVE, null, null,
                Set.of(new ModuleKey("promoter"))), List.of()));
    }

    @AfterEach
    void close() {
        log.close();
    }

    private CachedAccess replica() {
        FactDesk desk = new FactDesk(store, new Watches(), new Tracked(), new FactTimes(Duration.ofMinutes(1),
                Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofMillis(1)), nanos::get, Schedulers.parallel(),
                new FactMetrics(new SimpleMeterRegistry()));
        return new CachedAccess(memberships, entitlements, store, desk, new AccessBounds(100, 100, 1), new Loads(10),
                InstantSource.system(), new Recorder(log, new SimpleMeterRegistry()));
    }

    private static List<Evidence> about(CachedAccess replica, CompanyId company) {
        return Objects.requireNonNull(replica.about(ADA, company, true, AccessContract.ROUTES.vocabulary(),
                Duration.ZERO).block(PATIENCE)).evidence();
    }

    private static String asked(CachedAccess replica, String company) {
        return Objects.requireNonNull(replica.of(new Bearer(ADA, new SessionId("s-1"), 1, "token", Instant.MAX),
                new CompanyId(company), true, AccessContract.ROUTES.vocabulary(), Duration.ZERO).block(PATIENCE))
                .caller().toString();
    }

    @Test
    void whatAnotherReplicaLoadedIsAsOldAsItsLoad() {
        asked(replica(), "acme");
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(about(replica(), ACME)).containsExactly(
                new Evidence.Found(Evidence.Fact.MEMBERSHIP, AccessFrom.REDIS, 4, Duration.ofSeconds(20),
                        Duration.ZERO),
                new Evidence.Found(Evidence.Fact.ENTITLEMENTS, AccessFrom.MEMORY, 17, Duration.ofSeconds(20),
                        Duration.ZERO));
    }

    @Test
    void whatIsHeldIsToldWithItsAgeAndSinceWhenItIsConfirmed() {
        CachedAccess replica = replica();
        asked(replica, "acme");
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(about(replica, ACME)).allSatisfy(
                fact -> assertThat(fact).isInstanceOfSatisfying(Evidence.Found.class, found -> {
                    assertThat(found.from()).isEqualTo(AccessFrom.MEMORY);
                    assertThat(found.confirmedAgo()).isEqualTo(Duration.ofSeconds(4));
                }));
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(about(replica, ACME)).allSatisfy(
                fact -> assertThat(fact).isInstanceOfSatisfying(Evidence.Found.class, found -> {
                    assertThat(found.age()).isEqualTo(Duration.ofSeconds(6));
                    assertThat(found.confirmedAgo()).isZero();
                }));
    }

    @Test
    void whoHasNothingLeftToAskForCanStillBeAskedAbout() {
        CachedAccess replica = replica();
        assertThat(asked(replica, "c1")).contains("NotAMember");
        assertThat(asked(replica, "c2")).contains("TooManyLookups");
        assertThat(about(replica, ACME)).hasSize(2).hasOnlyElementsOfType(Evidence.Found.class);
    }

    @Test
    void whatIsRememberedOfAStrangerIsToldAsThat() {
        CachedAccess replica = replica();
        CompanyId lumen = new CompanyId("lumen");
        assertThat(about(replica, lumen)).containsExactly(new Evidence.Missing(Evidence.Fact.MEMBERSHIP, "none"));
        assertThat(about(replica, lumen)).singleElement().isInstanceOfSatisfying(Evidence.Missing.class,
                missing -> assertThat(missing.why()).contains("two seconds"));
        assertThat(memberships.asked()).isEqualTo(1);
    }
}
