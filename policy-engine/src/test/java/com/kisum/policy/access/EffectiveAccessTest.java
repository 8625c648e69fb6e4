package com.kisum.policy.access;

import static com.kisum.policy.access.FactBuilder.ACME;
import static com.kisum.policy.access.FactBuilder.NOW;
import static com.kisum.policy.access.FactBuilder.company;
import static com.kisum.policy.access.SubscriptionStatus.ACTIVE;
import static com.kisum.policy.access.SubscriptionStatus.CANCELLED;
import static com.kisum.policy.access.SubscriptionStatus.GRACE;
import static com.kisum.policy.access.SubscriptionStatus.SUSPENDED;
import static com.kisum.policy.access.SubscriptionStatus.TRIAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EffectiveAccessTest {
    private static final String[] MODULES = {"promoter", "venue", "finance", "ai"};
    private static final String[] PERMISSIONS = {"promoter.events.read", "venue.details.read", "finance.expenses.read",
            "finance.expenses.write", "ai.models.use"};
    private static final Vocabulary VOCABULARY = vocabulary(FactBuilder.catalog());

    @Test
    void isWhatWasBoughtAndWhatWasGranted() {
        EffectiveAccess access = company().base(ACTIVE, "promoter").addon(ACTIVE, "finance")
                .grantModules("promoter", "finance", "ai").grant("finance.expenses.read", "ai.models.use")
                .access(VOCABULARY);
        assertThat(held(access, false)).containsExactly("promoter", "finance", "finance.expenses.read");
        assertThat(access.isGranted(new ModuleKey("ai"))).as("granted, bought or not").isTrue();
        assertThat(access.stateOf(new ModuleKey("ai"))).isEqualTo(ModuleState.NONE);
    }

    @Test
    void givesNoPermissionWithoutItsModuleGranted() {
        EffectiveAccess access = company().base(ACTIVE, "promoter").addon(ACTIVE, "finance").grantModules("promoter")
                .grant("finance.*", "promoter.events.read").access(VOCABULARY);
        assertThat(held(access, true)).containsExactly("promoter", "promoter.events.read");
    }

    @ParameterizedTest
    @EnumSource(value = SubscriptionStatus.class, names = {"SUSPENDED", "CANCELLED", "EXPIRED"})
    void givesNothingWithoutABaseThatCounts(SubscriptionStatus base) {
        EffectiveAccess access = company().base(base, "promoter").addon(ACTIVE, "finance")
                .grantModules("promoter", "finance").grant("finance.*", "promoter.*").access(VOCABULARY);
        assertThat(held(access, true)).isEmpty();
        assertThat(access.stateOf(new ModuleKey("finance"))).as("never better than the base")
                .isEqualTo(ModuleState.valueOf(base.name()));
    }

    @Test
    void givesNothingWithoutABaseAtAll() {
        EffectiveAccess access = company().addon(ACTIVE, "finance").grantModules("finance").grant("finance.*")
                .access(VOCABULARY);
        assertThat(held(access, true)).isEmpty();
        assertThat(access.baseState()).isEqualTo(ModuleState.NONE);
        assertThat(access.stateOf(new ModuleKey("finance"))).isEqualTo(ModuleState.NONE);
    }

    @Test
    void addonsNeverAddAPersona() {
        EffectiveAccess access = company().base(ACTIVE, "venue").addon(ACTIVE, "ai", "promoter", "basic")
                .grantModules("venue", "ai", "promoter").grant("promoter.*", "ai.*", "venue.*").access(VOCABULARY);
        assertThat(held(access, true)).containsExactly("venue", "ai", "venue.details.read", "ai.models.use");
        assertThat(access.stateOf(new ModuleKey("promoter"))).isEqualTo(ModuleState.NONE);
    }

    @ParameterizedTest
    @CsvSource({"ACTIVE, ACTIVE, ACTIVE", "ACTIVE, TRIAL, TRIAL", "ACTIVE, GRACE, GRACE", "TRIAL, ACTIVE, TRIAL",
            "TRIAL, GRACE, GRACE", "GRACE, ACTIVE, GRACE", "GRACE, TRIAL, GRACE", "GRACE, CANCELLED, CANCELLED",
            "CANCELLED, ACTIVE, CANCELLED", "SUSPENDED, CANCELLED, CANCELLED", "EXPIRED, CANCELLED, EXPIRED"})
    void putsNoModuleInABetterStateThanTheBase(SubscriptionStatus base, SubscriptionStatus addon, ModuleState state) {
        EffectiveAccess access = company().base(base, "promoter").addon(addon, "finance").access(VOCABULARY);
        assertThat(access.stateOf(new ModuleKey("finance"))).isEqualTo(state);
        assertThat(access.stateOf(new ModuleKey("promoter"))).isEqualTo(ModuleState.valueOf(base.name()));
    }

    @Test
    void takesTheBetterOfTwoSubscriptionsForOneModule() {
        EffectiveAccess access = company().base(ACTIVE, "promoter").addon(CANCELLED, "finance").addon(TRIAL, "finance")
                .addon(SUSPENDED, "finance").access(VOCABULARY);
        assertThat(access.stateOf(new ModuleKey("finance"))).isEqualTo(ModuleState.TRIAL);
    }

    @Test
    void countsAnAddonThatComesWithTheBaseAsTheBase() {
        EffectiveAccess access = company().base(TRIAL, "promoter", "finance").addon(CANCELLED, "finance")
                .access(VOCABULARY);
        assertThat(access.stateOf(new ModuleKey("finance"))).isEqualTo(ModuleState.TRIAL);
    }

    @Test
    void countsAddonsInGraceOnlyWhereGraceCounts() {
        EffectiveAccess access = company().base(ACTIVE, "promoter").addon(GRACE, "finance")
                .grantModules("promoter", "finance").grant("finance.expenses.*").access(VOCABULARY);
        assertThat(held(access, false)).containsExactly("promoter");
        assertThat(held(access, true)).containsExactly("promoter", "finance", "finance.expenses.read",
                "finance.expenses.write");
    }

    @Test
    void countsABaseInGraceOnlyWhereGraceCounts() {
        EffectiveAccess access = company().base(GRACE, "promoter").addon(ACTIVE, "finance")
                .grantModules("promoter", "finance").grant("finance.expenses.read").access(VOCABULARY);
        assertThat(held(access, false)).isEmpty();
        assertThat(held(access, true)).containsExactly("promoter", "finance", "finance.expenses.read");
    }

    @Test
    void knowsOldNamesWhereverTheyComeFrom() {
        EffectiveAccess access = company().base(ACTIVE, "basic").grantModules("basic").grant("basic.events.*")
                .access(VOCABULARY);
        assertThat(held(access, false)).containsExactly("promoter", "promoter.events.read");
        assertThat(access.isGranted(new ModuleKey("promoter"))).isTrue();
        assertThat(access.isGranted(new PermissionKey("promoter.events.read"))).isTrue();
        assertThat(access.isGranted(new PermissionKey("promoter.other.read"))).isFalse();
    }

    @Test
    void holdsUntilTheNextDateOfAnySubscription() {
        Instant past = NOW.minusSeconds(1);
        Subscription base = new Subscription(ACTIVE, past, NOW.plusSeconds(50), FactBuilder.keys("promoter"));
        Subscription ending = new Subscription(CANCELLED, past, NOW.plusSeconds(40), FactBuilder.keys("ai"));
        Subscription starting = new Subscription(TRIAL, NOW.plusSeconds(30), null, FactBuilder.keys("finance"));
        assertThat(company().base(base).access(VOCABULARY).holdsUntil()).isEqualTo(NOW.plusSeconds(50));
        assertThat(company().base(base).addon(ending).access(VOCABULARY).holdsUntil()).isEqualTo(NOW.plusSeconds(40));
        assertThat(company().base(base).addon(ending).addon(starting).access(VOCABULARY).holdsUntil())
                .isEqualTo(NOW.plusSeconds(30));
        assertThat(company().addon(starting).access(VOCABULARY).holdsUntil()).as("without a base, too")
                .isEqualTo(NOW.plusSeconds(30));
    }

    @Test
    void holdsForeverWhenNoDateIsAhead() {
        Subscription begunNow = new Subscription(ACTIVE, NOW, null, FactBuilder.keys("promoter"));
        Subscription endedNow = new Subscription(ACTIVE, null, NOW, FactBuilder.keys("finance"));
        EffectiveAccess access = company().base(begunNow).addon(endedNow).access(VOCABULARY);
        assertThat(access.holdsUntil()).isEqualTo(Instant.MAX);
        assertThat(access.stateOf(new ModuleKey("finance"))).isEqualTo(ModuleState.EXPIRED);
        assertThat(access.baseState()).isEqualTo(ModuleState.ACTIVE);
    }

    @Test
    void meansTheSameUnderAnotherRevision() {
        EffectiveAccess access = company().base(ACTIVE, "basic").addon(GRACE, "finance")
                .grantModules("basic", "finance").grant("finance.expenses.read").access(VOCABULARY);
        Vocabulary withoutAliases = vocabulary(ModuleCatalog.EMPTY);
        EffectiveAccess other = access.under(withoutAliases);
        assertThat(access.under(VOCABULARY)).isSameAs(access);
        assertThat(held(other, false)).as("basic is a module of its own there").isEmpty();
        assertThat(held(other, true)).containsExactly("finance", "finance.expenses.read");
        assertThat(held(other.under(VOCABULARY), false)).isEqualTo(held(access, false)).containsExactly("promoter");
        assertThat(other.at()).isEqualTo(access.at());
        assertThat(other.holdsUntil()).isEqualTo(access.holdsUntil());
        assertThat(other.version()).isEqualTo("17.4");
    }

    @Test
    void keepsKeysApartInMoreThanOneWord() {
        List<PermissionKey> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(new PermissionKey("finance.p%03d.read".formatted(i)));
        }
        Vocabulary wide = new Vocabulary(FactBuilder.catalog(), List.of(), many);
        EffectiveAccess access = company().base(ACTIVE, "promoter", "finance").grantModules("finance")
                .grant("finance.p007.read", "finance.p131.*", "finance.p199.read").access(wide);
        assertThat(many.stream().filter(key -> holds(access, false, wide.numberOf(key))))
                .extracting(PermissionKey::value)
                .containsExactly("finance.p007.read", "finance.p131.read", "finance.p199.read");
    }

    @Test
    void refusesToMixCompanies() {
        Grants elsewhere = Grants.of(new CompanyId("lumen"), new MembershipId("m1"), 1, List.of(), List.of());
        Entitlements ours = company().base(ACTIVE, "promoter").entitlements();
        assertThatIllegalArgumentException().isThrownBy(() -> EffectiveAccess.of(ours, elsewhere, VOCABULARY, NOW))
                .withMessageContaining("acme").withMessageContaining("lumen");
    }

    @Test
    void namesWhoseItIsAndNothingElse() {
        EffectiveAccess access = company().base(ACTIVE, "promoter").grantModules("promoter").access(VOCABULARY);
        assertThat(access).hasToString("EffectiveAccess[acme/m1 17.4]");
        assertThat(access.company()).isEqualTo(ACME);
        assertThat(access.membership()).isEqualTo(new MembershipId("m1"));
    }

    private static Vocabulary vocabulary(ModuleCatalog catalog) {
        return new Vocabulary(catalog, FactBuilder.keys(MODULES),
                List.of(PERMISSIONS).stream().map(PermissionKey::new).toList());
    }

    private static List<String> held(EffectiveAccess access, boolean graceCounts) {
        List<String> held = new ArrayList<>();
        for (String module : MODULES) {
            if (holds(access, graceCounts, VOCABULARY.numberOf(new ModuleKey(module)))) {
                held.add(module);
            }
        }
        for (String permission : PERMISSIONS) {
            if (holds(access, graceCounts, VOCABULARY.numberOf(new PermissionKey(permission)))) {
                held.add(permission);
            }
        }
        return held;
    }

    private static boolean holds(EffectiveAccess access, boolean graceCounts, int number) {
        return (access.keysHeld(number / 64, graceCounts) & (1L << (number % 64))) != 0;
    }
}
