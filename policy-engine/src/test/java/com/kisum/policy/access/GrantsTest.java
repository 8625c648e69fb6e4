package com.kisum.policy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantsTest {
    @Test
    void tellsKeysFromPrefixesAndCountsTheRest() {
        Grants grants = grants(List.of("finance", "Finance", "ai", "finance.x", "*"),
                List.of("finance.expenses.read", "finance.*", "finance.expenses.*", "*", "finance.*.read", "finance*",
                        "finance.expenses", "", "finance.**", ".*"));
        assertThat(grants.modules()).isEqualTo(FactBuilder.keys("finance", "ai"));
        assertThat(grants.permissions()).containsExactly(new PermissionKey("finance.expenses.read"));
        assertThat(grants.prefixes()).containsExactlyInAnyOrder(new PermissionPrefix("finance"),
                new PermissionPrefix("finance.expenses"));
        assertThat(grants.ignored()).isEqualTo(3 + 7);
    }

    @Test
    void countsEachIgnoredRowAndNothingThatIsRead() {
        assertThat(grants(List.of(), List.of("*", "*")).ignored()).isEqualTo(2);
        assertThat(grants(List.of("ai", "ai"), List.of("a.b.c", "a.b.c", "a.*")).ignored()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"finance.*, finance.expenses.read, true", "finance.*, finances.x.y, false",
            "finance.*, financ.e.x, false", "finance.expenses.*, finance.expenses.read, true",
            "finance.expenses.*, finance.expenses.read.all, true", "finance.expenses.*, finance.expensesx.read, false",
            "finance.expenses.*, finance.reports.read, false",
            "finance.expenses.read.*, finance.expenses.read, false",
            "finance.expenses.read.*, finance.expenses.read.own, true", "f.*, finance.expenses.read, false"})
    void holdsWhatHasAtLeastOneMorePart(String prefix, String permission, boolean holds) {
        assertThat(PermissionPrefix.of(prefix).holds(new PermissionKey(permission))).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.*", "a.b.*", "a.b.c.*", "a_1.b-2.*"})
    void takesPrefixesOfOneOrMoreParts(String text) {
        assertThat(PermissionPrefix.accepts(text)).isTrue();
        assertThat(PermissionPrefix.of(text)).hasToString(text);
        assertThat(PermissionPrefix.of(text).module().value()).isEqualTo(text.substring(0, text.indexOf('.')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", ".*", "a", "a*", "a.", "a.**", "a.*.*", "*.a.*", "A.*", "a..*", "a.b*", "a.*.b"})
    void refusesEveryOtherStar(String text) {
        assertThat(PermissionPrefix.accepts(text)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> PermissionPrefix.of(text));
    }

    private static Grants grants(List<String> modules, List<String> permissions) {
        return Grants.of(FactBuilder.ACME, new MembershipId("m1"), 1, modules, permissions);
    }
}
