package com.kisum.policy.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SubscriptionTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-02-01T00:00:00Z");

    /** It holds in [startsAt, endsAt): the first instant is in, the last is out. */
    @ParameterizedTest
    @CsvSource({
            // status, a nanosecond before, the start, a nanosecond before the end, the end, long after
            "ACTIVE,    NONE, ACTIVE,    ACTIVE,    EXPIRED,     EXPIRED",
            "TRIAL,     NONE, TRIAL,     TRIAL,     TRIAL_ENDED, TRIAL_ENDED",
            "GRACE,     NONE, GRACE,     GRACE,     EXPIRED,     EXPIRED",
            "SUSPENDED, NONE, SUSPENDED, SUSPENDED, SUSPENDED,   SUSPENDED",
            "CANCELLED, NONE, CANCELLED, CANCELLED, CANCELLED,   CANCELLED",
            "EXPIRED,   NONE, EXPIRED,   EXPIRED,   EXPIRED,     EXPIRED"})
    void holdsFromItsStartUpToItsEnd(SubscriptionStatus status, ModuleState before, ModuleState atStart,
            ModuleState beforeEnd, ModuleState atEnd, ModuleState after) {
        Subscription subscription = new Subscription(status, START, END, Set.of());
        assertThat(subscription.stateAt(START.minusNanos(1))).isEqualTo(before);
        assertThat(subscription.stateAt(START)).isEqualTo(atStart);
        assertThat(subscription.stateAt(END.minusNanos(1))).isEqualTo(beforeEnd);
        assertThat(subscription.stateAt(END)).isEqualTo(atEnd);
        assertThat(subscription.stateAt(Instant.MAX)).isEqualTo(after);
    }

    @ParameterizedTest
    @EnumSource(SubscriptionStatus.class)
    void isBoundedByTheDatesItHas(SubscriptionStatus status) {
        Subscription undated = new Subscription(status, null, null, Set.of());
        assertThat(undated.stateAt(Instant.MIN)).isEqualTo(undated.stateAt(Instant.MAX))
                .isEqualTo(ModuleState.valueOf(status.name()));
        Subscription begun = new Subscription(status, START, null, Set.of());
        assertThat(begun.stateAt(START.minusNanos(1))).isEqualTo(ModuleState.NONE);
        assertThat(begun.stateAt(Instant.MAX)).isEqualTo(ModuleState.valueOf(status.name()));
        Subscription ending = new Subscription(status, null, END, Set.of());
        assertThat(ending.stateAt(Instant.MIN)).isEqualTo(ModuleState.valueOf(status.name()));
    }

    @Test
    void neverCountsBetweenAnEndAndALaterStart() {
        Subscription reversed = new Subscription(SubscriptionStatus.ACTIVE, END, START, Set.of());
        for (Instant now : new Instant[]{START.minusNanos(1), START, END.minusNanos(1), END, END.plusNanos(1)}) {
            assertThat(reversed.stateAt(now).counts(true)).isFalse();
        }
    }

    @Test
    void changesNextAtTheFirstDateAhead() {
        Subscription subscription = new Subscription(SubscriptionStatus.ACTIVE, START, END, Set.of());
        assertThat(subscription.nextChange(START.minusNanos(1), Instant.MAX)).isEqualTo(START);
        assertThat(subscription.nextChange(START, Instant.MAX)).isEqualTo(END);
        assertThat(subscription.nextChange(END.minusNanos(1), Instant.MAX)).isEqualTo(END);
        assertThat(subscription.nextChange(END, Instant.MAX)).isEqualTo(Instant.MAX);
        assertThat(subscription.nextChange(START, START.plusSeconds(1))).isEqualTo(START.plusSeconds(1));
    }

    @Test
    void countsOnlyActiveAndTrialAndGraceWhereItIsSaid() {
        Set<ModuleState> always = EnumSet.noneOf(ModuleState.class);
        Set<ModuleState> withGrace = EnumSet.noneOf(ModuleState.class);
        for (ModuleState state : ModuleState.values()) {
            if (state.counts(false)) {
                always.add(state);
            }
            if (state.counts(true)) {
                withGrace.add(state);
            }
        }
        assertThat(always).containsExactlyInAnyOrder(ModuleState.ACTIVE, ModuleState.TRIAL);
        assertThat(withGrace).containsExactlyInAnyOrder(ModuleState.ACTIVE, ModuleState.TRIAL, ModuleState.GRACE);
    }

    @Test
    void spellsStatesAsAnswersDo() {
        assertThat(ModuleState.values()).extracting(ModuleState::wireName).containsExactly("active", "trial", "grace",
                "suspended", "cancelled", "expired", "trial-ended", "none");
    }
}
