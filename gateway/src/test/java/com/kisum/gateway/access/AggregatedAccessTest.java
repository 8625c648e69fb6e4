package com.kisum.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.auth.AggregatedAnswer;
import com.kisum.auth.FakeAggregatedAccess;
import com.kisum.gateway.identity.Bearer;
import com.kisum.policy.Caller;
import com.kisum.policy.DenyReason;
import com.kisum.policy.Source;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

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

    /** Auth goes by its own clock, and by the letter of the date; whoever is told so gets another token by the same session. */
    @Test
    void aTokenThatHasJustExpiredIsNoSessionThatEnded() {
        assertThat(of(access(), TOKEN, NOW)).isEqualTo(new Caller.Unproven(new DenyReason.TokenExpired()));
    }

    @Test
    void whatAuthSaysToAnotherTokenOfTheSessionIsNoAnswer() {
        member(Situation.usual());
        Sinks.One<AggregatedAnswer> toTheOld = Sinks.one();
        AccessLookup access = new AggregatedAccess(
                (company, token) -> token.equals("old") ? toTheOld.asMono() : auth.access(company, token),
                Duration.ofSeconds(5), Duration.ofSeconds(3), new AccessBounds(100, 100, 100), CLOCK, System::nanoTime,
                recorder);
        CompletableFuture<Caller> old = CompletableFuture.supplyAsync(() -> of(access, "old", NOW));
        await().until(() -> toTheOld.currentSubscriberCount() == 1);
        assertThat(of(access, TOKEN, NOW.plusSeconds(600))).isInstanceOf(Caller.MemberWithAccess.class);
        toTheOld.tryEmitValue(new AggregatedAnswer.SessionRevoked()).orThrow();
        assertThat(old.join()).isEqualTo(new Caller.Unproven(new DenyReason.TokenExpired()));
    }

    private static Caller of(AccessLookup access, String token, Instant expires) {
        return Objects.requireNonNull(access.of(new Bearer(ADA, new SessionId("s-1"), 1, token, expires), ACME, true,
                ROUTES.vocabulary(), Duration.ZERO).block(Duration.ofSeconds(10))).caller();
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
