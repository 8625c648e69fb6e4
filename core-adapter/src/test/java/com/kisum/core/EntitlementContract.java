package com.kisum.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What does everyone who asks for entitlements rely on? The same promises, kept by the fake and by the real adapter. */
abstract class EntitlementContract {
    static final CompanyId ACME = new CompanyId("acme");
    static final CompanyId LUMEN = new CompanyId("lumen");
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

    abstract EntitlementSource source();

    abstract void coreKnows(Entitlements entitlements);

    abstract void coreGoesDown();

    abstract void coreComesBack();

    static Subscription holding(SubscriptionStatus status, String... modules) {
        return new Subscription(status, null, null, keys(modules));
    }

    static Set<ModuleKey> keys(String... modules) {
        return Arrays.stream(modules).map(ModuleKey::new).collect(Collectors.toSet());
    }

    static Entitlements of(CompanyId company, long version, String base) {
        return new Entitlements(company, version, holding(SubscriptionStatus.ACTIVE, base), List.of());
    }

    EntitlementAnswer ask(CompanyId company) {
        return Objects.requireNonNull(source().entitlementsOf(company).block(PATIENCE),
                "the port never completes empty");
    }

    @Test
    void tellsWhatACompanyHasBoughtWithItsVersionAndDates() {
        Entitlements bought = new Entitlements(ACME, 17, holding(SubscriptionStatus.ACTIVE, "promoter"),
                List.of(new Subscription(SubscriptionStatus.TRIAL, NEW_YEAR, NEW_YEAR.plusSeconds(86_400),
                        keys("finance", "ai")),
                        holding(SubscriptionStatus.SUSPENDED, "touring")));
        coreKnows(bought);
        assertThat(ask(ACME)).isEqualTo(new EntitlementAnswer.Known(bought));
    }

    @ParameterizedTest
    @EnumSource(SubscriptionStatus.class)
    void tellsEveryStatusAsItIs(SubscriptionStatus status) {
        Entitlements bought = new Entitlements(ACME, 1, holding(status, "venue"), List.of(holding(status, "ai")));
        coreKnows(bought);
        assertThat(ask(ACME)).isEqualTo(new EntitlementAnswer.Known(bought));
    }

    @Test
    void tellsACompanyThatHasNoBase() {
        Entitlements nothing = new Entitlements(ACME, 0, null, List.of());
        coreKnows(nothing);
        assertThat(ask(ACME)).isEqualTo(new EntitlementAnswer.Known(nothing));
    }

    @Test
    void tellsTheLargestVersion() {
        coreKnows(of(ACME, (1L << 53) - 1, "venue"));
        assertThat(ask(ACME)).isEqualTo(new EntitlementAnswer.Known(of(ACME, (1L << 53) - 1, "venue")));
    }

    @Test
    void aCompanyThatCoreDoesNotKnowIsAnOutageAndNotAnEmptyAnswer() {
        coreKnows(of(LUMEN, 1, "venue"));
        assertThat(ask(ACME)).isInstanceOf(EntitlementAnswer.Outage.class);
    }

    @Test
    void oneCompanyIsNeverToldForAnother() {
        coreKnows(of(ACME, 1, "promoter"));
        coreKnows(of(LUMEN, 2, "venue"));
        List<EntitlementAnswer> answers = Objects.requireNonNull(Flux.range(0, 200)
                .flatMapSequential(i -> source().entitlementsOf(i % 2 == 0 ? ACME : LUMEN), 4).collectList()
                .block(PATIENCE));
        assertThat(answers).hasSize(200);
        for (int i = 0; i < 200; i++) {
            assertThat(answers.get(i)).isEqualTo(
                    new EntitlementAnswer.Known(i % 2 == 0 ? of(ACME, 1, "promoter") : of(LUMEN, 2, "venue")));
        }
    }

    @Test
    void asksAnewWheneverSubscribedTo() {
        coreKnows(of(ACME, 1, "promoter"));
        Mono<EntitlementAnswer> asked = source().entitlementsOf(ACME);
        assertThat(asked.block(PATIENCE)).isEqualTo(new EntitlementAnswer.Known(of(ACME, 1, "promoter")));
        coreKnows(of(ACME, 2, "venue"));
        assertThat(asked.block(PATIENCE)).isEqualTo(new EntitlementAnswer.Known(of(ACME, 2, "venue")));
    }

    @Test
    void anOutageIsAValueThatSaysItsCause() {
        coreKnows(of(ACME, 1, "promoter"));
        coreGoesDown();
        StepVerifier.create(source().entitlementsOf(ACME))
                .assertNext(answer -> assertThat(((EntitlementAnswer.Outage) answer).cause()).isNotBlank())
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void answersAgainWhenCoreIsBack() {
        coreKnows(of(ACME, 1, "promoter"));
        coreGoesDown();
        assertThat(ask(ACME)).isInstanceOf(EntitlementAnswer.Outage.class);
        coreComesBack();
        assertThat(ask(ACME)).isEqualTo(new EntitlementAnswer.Known(of(ACME, 1, "promoter")));
    }
}
