package com.kisum.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.auth.AggregatedAnswer;
import com.kisum.auth.FakeAggregatedAccess;
import com.kisum.policy.Caller;
import com.kisum.policy.DenyReason;
import com.kisum.policy.Source;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Does access that Auth put together keep the contract? */
final class AggregatedAccessTest extends AccessContract {
    private final FakeAggregatedAccess auth = new FakeAggregatedAccess();

    @Override
    AccessLookup access() {
        return new AggregatedAccess(auth, Duration.ofSeconds(5), Duration.ofSeconds(3), new AccessBounds(100, 100, 100),
                CLOCK, System::nanoTime, recorder);
    }

    @Override
    void member(Situation situation) {
        auth.access(TOKEN, answer(situation, NOW.plusSeconds(60)));
    }

    /** As the adapter reads it: Auth names the base's state, and the entitled modules are what counts beside it. */
    private static AggregatedAnswer.Access answer(Situation situation, Instant validUntil) {
        Subscription base = new Subscription(
                SubscriptionStatus.valueOf(situation.baseStatus().toUpperCase(Locale.ROOT)), null,
                situation.baseEnds(), Set.of(new ModuleKey("promoter")));
        Subscription finance = new Subscription(SubscriptionStatus.ACTIVE, null, null,
                Set.of(new ModuleKey("finance")));
        return new AggregatedAnswer.Access(
                new Entitlements(ACME, 0, base, situation.financeBought() ? List.of(finance) : List.of()),
                Grants.of(ACME, new MembershipId("m-1"), 0,
                        situation.financeGranted() ? List.of("promoter", "finance") : List.of("promoter"),
                        situation.expensesGranted()
                                ? List.of("promoter.*", "finance.expenses.read")
                                : List.of("promoter.*")),
                "17.4", validUntil);
    }

    @Override
    void breakDown() {
        auth.outage(true);
    }

    @Test
    void aSessionThatEndedMeanwhileIsRevoked() {
        member(Situation.usual());
        auth.revoke(TOKEN);
        assertThat(caller("acme")).isEqualTo(new Caller.Unproven(new DenyReason.SessionRevoked()));
    }

    @Test
    void theVersionIsAuthsOwn() {
        member(Situation.usual());
        assertThat(((Caller.MemberWithAccess) caller("acme")).access().version()).isEqualTo("17.4");
    }

    @Test
    void anAnswerThatIsNoLongerValidIsAnOutage() {
        auth.access(TOKEN, answer(Situation.usual(), NOW));
        assertThat(caller("acme"))
                .isEqualTo(new Caller.Authenticated(ADA, new DenyReason.AccessUnavailable(Source.AUTH)));
        auth.access(TOKEN, answer(Situation.usual(), NOW.plusMillis(1)));
        assertThat(caller("acme")).isInstanceOf(Caller.MemberWithAccess.class);
    }
}
