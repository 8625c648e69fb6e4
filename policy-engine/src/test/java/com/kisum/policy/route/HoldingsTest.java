package com.kisum.policy.route;

import static com.kisum.policy.route.RouteBuilder.allOf;
import static com.kisum.policy.route.RouteBuilder.anyOf;
import static com.kisum.policy.route.RouteBuilder.module;
import static com.kisum.policy.route.RouteBuilder.permission;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldingsTest {
    private static final Requirement FINANCE = module("finance");
    private static final Requirement AI = module("ai");
    private static final Requirement READ = permission("finance.expenses.read");
    private static final Requirement WRITE = permission("finance.expenses.write");

    @Test
    void isTheKeyItself() {
        assertThat(least(FINANCE)).containsExactly("module finance");
        assertThat(least(READ)).containsExactly("finance.expenses.read");
    }

    @Test
    void leavesOutTheModuleThatAPermissionImplies() {
        assertThat(least(allOf(FINANCE, READ))).containsExactly("finance.expenses.read");
        assertThat(least(allOf(FINANCE, AI, READ))).containsExactly("module ai and finance.expenses.read");
    }

    @Test
    void isOneSetPerWayToMeetARequirement() {
        assertThat(least(anyOf(READ, AI))).containsExactlyInAnyOrder("finance.expenses.read", "module ai");
        assertThat(least(allOf(WRITE, anyOf(AI, READ)))).containsExactlyInAnyOrder(
                "module ai and finance.expenses.write", "finance.expenses.read and finance.expenses.write");
    }

    @Test
    void keepsOnlyWhatNobodyCouldSpare() {
        assertThat(least(anyOf(FINANCE, READ))).as("who has the permission has the module")
                .containsExactly("module finance");
        assertThat(least(anyOf(READ, allOf(READ, AI)))).containsExactly("finance.expenses.read");
        assertThat(least(anyOf(READ, READ))).containsExactly("finance.expenses.read");
    }

    @Test
    void meetsExactlyWhatItWasWorkedOutFrom() {
        List<Requirement> requirements = List.of(FINANCE, READ, anyOf(READ, AI), allOf(WRITE, anyOf(AI, READ)),
                anyOf(FINANCE, READ), allOf(anyOf(FINANCE, AI), anyOf(READ, WRITE)));
        for (Requirement requirement : requirements) {
            assertThat(Holdings.leastFor(requirement)).isNotEmpty().allMatch(holdings -> holdings.meet(requirement));
        }
    }

    @Test
    void tellsWhetherOneRequirementImpliesAnother() {
        assertThat(Holdings.implies(READ, FINANCE)).isTrue();
        assertThat(Holdings.implies(FINANCE, READ)).isFalse();
        assertThat(Holdings.implies(allOf(READ, AI), anyOf(READ, WRITE))).isTrue();
        assertThat(Holdings.implies(anyOf(READ, WRITE), READ)).isFalse();
        assertThat(Holdings.implies(anyOf(READ, WRITE), FINANCE)).isTrue();
        assertThat(Holdings.implies(allOf(READ, anyOf(AI, WRITE)), anyOf(allOf(READ, AI), allOf(READ, WRITE))))
                .isTrue();
    }

    @Test
    void comparesNothingThatHasTooManyWays() {
        List<Requirement> alternatives = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            alternatives.add(anyOf(permission("a.b%d.x".formatted(i)), permission("a.b%d.y".formatted(i))));
        }
        Requirement wide = new Requirement.AllOf(alternatives);
        assertThat(Holdings.leastFor(wide)).isEmpty();
        assertThat(Holdings.implies(wide, module("a"))).as("unknown is no").isFalse();
        assertThat(Holdings.leastFor(anyOf(AI, wide))).isEmpty();
        assertThat(Holdings.leastFor(new Requirement.AllOf(alternatives.subList(0, 9)))).hasSize(512);
    }

    private static List<String> least(Requirement requirement) {
        return Holdings.leastFor(requirement).stream().map(Holdings::toString).toList();
    }
}
