package com.kisum.policy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarsTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "0", "acme", "a-b_c", "0-_", "A1b2C3",
            "0123456789012345678901234567890123456789012345678901234567890123"})
    void takesIds(String id) {
        assertThat(CompanyId.accepts(id)).isTrue();
        assertThat(new CompanyId(id)).hasToString(id);
        assertThat(new MembershipId(id)).hasToString(id);
        assertThat(new UserId(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "_a", "a:b", "a.b", "a b", " a", "a ", "a\n", "a/b", "\u00e9", "a\u00e9", "a\0",
            "\u0661", "\uff41", "01234567890123456789012345678901234567890123456789012345678901234"})
    void refusesWhatIsNoId(String id) {
        assertThat(CompanyId.accepts(id)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new CompanyId(id)).withMessageContaining("company");
        assertThatIllegalArgumentException().isThrownBy(() -> new MembershipId(id)).withMessageContaining("membership");
        assertThatIllegalArgumentException().isThrownBy(() -> new UserId(id)).withMessageContaining("user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "finance", "venue_marketplace", "a-b", "a1", "z_", "z-"})
    void takesModuleKeys(String key) {
        assertThat(ModuleKey.accepts(key)).isTrue();
        assertThat(new ModuleKey(key)).hasToString(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "1a", "_a", "-a", "a.b", "a.", ".a", "a*", "*", "a b", "\u00e4", "finance.*"})
    void refusesWhatIsNoModuleKey(String key) {
        assertThat(ModuleKey.accepts(key)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new ModuleKey(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b.c", "finance.expenses.read", "a.b.c.d.e", "a1.b-2.c_3"})
    void takesPermissionKeys(String key) {
        assertThat(PermissionKey.accepts(key)).isTrue();
        assertThat(new PermissionKey(key)).hasToString(key);
        assertThat(new PermissionKey(key).module().value()).isEqualTo(key.substring(0, key.indexOf('.')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b", "a..b", "a.b.", ".a.b.c", "a.b.C", "a.b.1", "a.b.*", "*", "a.*.c",
            "a.b c.d",
            "a.b._c"})
    void refusesWhatIsNoPermissionKey(String key) {
        assertThat(PermissionKey.accepts(key)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new PermissionKey(key));
    }

    @Test
    void boundsTheLengthOfKeys() {
        String longest = "a.b." + "c".repeat(252);
        assertThat(PermissionKey.accepts(longest)).isTrue();
        assertThat(PermissionKey.accepts(longest + "c")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE})
    void refusesVersionsThatNotEveryLanguageHolds(long version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Entitlements(FactBuilder.ACME, version, null, List.of()));
        assertThatIllegalArgumentException().isThrownBy(
                () -> Grants.of(FactBuilder.ACME, new MembershipId("m"), version, List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, (1L << 53) - 1})
    void takesVersionsBelowTwoToThe53(long version) {
        assertThat(new Entitlements(FactBuilder.ACME, version, null, List.of()).version()).isEqualTo(version);
        assertThat(Grants.of(FactBuilder.ACME, new MembershipId("m"), version, List.of(), List.of()).version())
                .isEqualTo(version);
    }
}
