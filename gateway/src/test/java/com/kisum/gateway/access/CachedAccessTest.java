package com.kisum.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.auth.FakeMemberships;
import com.kisum.core.EntitlementSource;
import com.kisum.core.FakeEntitlements;
import com.kisum.gateway.fact.FactDesk;
import com.kisum.gateway.fact.FactTimes;
import com.kisum.gateway.fact.FakeSharedStore;
import com.kisum.gateway.fact.Loads;
import com.kisum.gateway.fact.Tracked;
import com.kisum.gateway.fact.Watches;
import com.kisum.gateway.record.FactMetrics;
import com.kisum.policy.Caller;
import com.kisum.policy.Source;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Does access that we compose ourselves keep the contract? */
final class CachedAccessTest extends AccessContract {
    private final FakeMemberships memberships = new FakeMemberships();
    private final FakeEntitlements entitlements = new FakeEntitlements();

    @Override
    AccessLookup access() {
        return access(entitlements, new Loads(10));
    }

    private AccessLookup access(EntitlementSource core, Loads loads) {
        FakeSharedStore store = new FakeSharedStore(System::nanoTime, Duration.ofHours(24), Duration.ofMinutes(1));
        FactDesk desk = new FactDesk(store, new Watches(), new Tracked(), new FactTimes(Duration.ofMinutes(1),
                Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofMillis(1)), System::nanoTime,
                Schedulers.parallel(), new FactMetrics(new SimpleMeterRegistry()));
        return new CachedAccess(memberships, core, store, desk, new AccessBounds(100, 100, 100), loads, CLOCK,
                recorder);
    }

    @Override
    void member(Situation situation) {
        Subscription base = new Subscription(
                SubscriptionStatus.valueOf(situation.baseStatus().toUpperCase(Locale.ROOT)), null,
                situation.baseEnds(), Set.of(new ModuleKey("promoter")));
        Subscription finance = new Subscription(SubscriptionStatus.ACTIVE, null, null,
                Set.of(new ModuleKey("finance")));
        entitlements.knows(
                new Entitlements(ACME, 17, base, situation.financeBought() ? List.of(finance) : List.of()));
        memberships.member(ADA, Grants.of(ACME, new MembershipId("m-1"), 4,
                situation.financeGranted() ? List.of("promoter", "finance") : List.of("promoter"),
                situation.expensesGranted()
                        ? List.of("promoter.*", "finance.expenses.read")
                        : List.of("promoter.*")));
    }

    @Override
    void breakDown() {
        memberships.outage(true);
    }

    @Test
    void aCoreThatHangsTakesNoPlaceFromThoseWhoAskAuth() {
        memberships.member(ADA, Grants.of(ACME, new MembershipId("m-1"), 4, List.of("promoter"), List.of()));
        CompanyId lumen = new CompanyId("lumen");
        memberships.member(ADA, Grants.of(lumen, new MembershipId("m-2"), 1, List.of("promoter"), List.of()));
        AccessLookup access = access(_ -> Mono.never(), new Loads(1));
        Disposable waiting = access.of(bearer(), ACME, true, ROUTES.vocabulary(), Duration.ZERO).subscribe();
        assertThat(Objects.requireNonNull(
                access.of(bearer(), lumen, false, ROUTES.vocabulary(), Duration.ZERO).block(PATIENCE)).caller())
                .isEqualTo(new Caller.Member(ADA, lumen, new MembershipId("m-2"), Source.CORE));
        waiting.dispose();
    }

    @Test
    void aMemberIsKnownAsOneWhileCoreIsDown() {
        member(Situation.usual());
        entitlements.goesDown("for the test");
        assertThat(caller("acme"))
                .isEqualTo(new Caller.Member(ADA, ACME, new MembershipId("m-1"), Source.CORE));
        assertThat(caller("lumen")).isInstanceOf(Caller.Authenticated.class);
    }
}
