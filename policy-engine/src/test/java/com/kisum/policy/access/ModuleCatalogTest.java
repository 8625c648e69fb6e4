package com.kisum.policy.access;

import static com.kisum.policy.access.FactBuilder.module;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleCatalogTest {
    private final ModuleCatalog catalog = FactBuilder.catalog();

    @ParameterizedTest
    @CsvSource({"basic, promoter", "promoter, promoter", "finance, finance", "basics, basics",
            "unheard-of, unheard-of"})
    void rewritesTheOldNameOfAModule(String written, String current) {
        assertThat(catalog.current(new ModuleKey(written))).isEqualTo(new ModuleKey(current));
    }

    @ParameterizedTest
    @CsvSource({"basic.events.read, promoter.events.read", "promoter.basic.read, promoter.basic.read",
            "basics.events.read, basics.events.read", "finance.basic.basic, finance.basic.basic"})
    void rewritesTheFirstPartOfAPermission(String written, String current) {
        assertThat(catalog.current(new PermissionKey(written))).isEqualTo(new PermissionKey(current));
    }

    @ParameterizedTest
    @CsvSource({"basic.*, promoter.*", "basic.events.*, promoter.events.*", "basics.*, basics.*",
            "ai.basic.*, ai.basic.*"})
    void rewritesTheFirstPartOfAPrefix(String written, String current) {
        assertThat(catalog.current(PermissionPrefix.of(written))).isEqualTo(PermissionPrefix.of(current));
    }

    @Test
    void renamesTheLongestKeyThatComesIn() {
        String longest = "x.".repeat(124) + "xx";
        assertThat(catalog.current(new PermissionKey("basic." + longest))).hasToString("promoter." + longest);
        assertThat(catalog.current(PermissionPrefix.of("basic." + longest + ".*")))
                .hasToString("promoter." + longest + ".*");
        assertThat(PermissionKey.accepts("basic." + longest)).isTrue();
        assertThat(PermissionKey.accepts("basic." + longest + "x")).isFalse();
    }

    @Test
    void tellsOldNamesFromCurrentOnes() {
        assertThat(catalog.isOldName(new ModuleKey("basic"))).isTrue();
        assertThat(catalog.isOldName(new ModuleKey("promoter"))).isFalse();
        assertThat(catalog.isOldName(new ModuleKey("unheard-of"))).isFalse();
        assertThat(catalog.find(new ModuleKey("basic"))).isNull();
        assertThat(catalog.find(new ModuleKey("promoter"))).isNotNull();
    }

    @Test
    void tellsPersonasFromAddons() {
        assertThat(catalog.isPersona(new ModuleKey("venue"))).isTrue();
        assertThat(catalog.isPersona(new ModuleKey("finance"))).isFalse();
        assertThat(catalog.isPersona(new ModuleKey("unheard-of"))).isFalse();
    }

    @Test
    void refusesANameThatMeansTwoModules() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ModuleCatalog(
                List.of(module("ai", ModuleType.ADDON), module("ai", ModuleType.BASE)))).withMessageContaining("twice");
        assertThatIllegalArgumentException().isThrownBy(() -> new ModuleCatalog(
                List.of(module("ai", ModuleType.ADDON, "x"), module("venue", ModuleType.BASE, "x"))));
        assertThatIllegalArgumentException().isThrownBy(() -> new ModuleCatalog(
                List.of(module("ai", ModuleType.ADDON, "venue"), module("venue", ModuleType.BASE))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModuleCatalog(List.of(module("ai", ModuleType.ADDON, "ai"))));
    }

    @Test
    void isTheSameCatalogWhateverTheOrder() {
        ModuleCatalog one = new ModuleCatalog(
                List.of(module("ai", ModuleType.ADDON), module("venue", ModuleType.BASE)));
        ModuleCatalog other = new ModuleCatalog(
                List.of(module("venue", ModuleType.BASE), module("ai", ModuleType.ADDON)));
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).isNotEqualTo(catalog);
        assertThat(one.modules()).containsExactlyElementsOf(other.modules());
    }
}
