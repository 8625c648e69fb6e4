package com.kisum.policy.diff;

import static com.kisum.policy.diff.Draft.catalog;
import static com.kisum.policy.diff.Draft.module;
import static com.kisum.policy.diff.Draft.permission;
import static com.kisum.policy.diff.Draft.route;
import static com.kisum.policy.diff.Draft.table;
import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.CatalogModule;
import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.ModuleType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ModuleComparisonTest {
    private static final List<Draft> EVENTS = List.of(route("events", "GET /events").require(module("promoter")),
            route("pictures", "GET /pictures").require(permission("artist.pictures.read")));

    @Test
    void closesForFactsUnderAnOldNameThatIsForgotten() {
        Change change = only(catalog(base("promoter", "basic")), catalog(base("promoter")));
        assertThat(change.words()).containsExactly("closes: facts that name the module basic",
                "  loses: grants and subscriptions under the name basic no longer count as promoter");
    }

    @Test
    void opensForFactsUnderANewAlias() {
        Change change = only(catalog(base("promoter")), catalog(base("promoter", "basic")));
        assertThat(change.effect()).isEqualTo(Effect.OPENS);
        assertThat(change.gains())
                .containsExactly("grants and subscriptions under the name basic now count as promoter");
    }

    @Test
    void opensAndClosesWhenAnOldNameMoves() {
        Change change = only(catalog(base("promoter", "basic"), base("artist")),
                catalog(base("promoter"), base("artist", "basic")));
        assertThat(change.effect()).isEqualTo(Effect.OPENS_AND_CLOSES);
    }

    @Test
    void closesForAddonsThatBringWhatIsABaseModuleNow() {
        Change change = only(catalog(addon("artist")), catalog(base("artist")));
        assertThat(change.loses())
                .containsExactly("an addon that brings artist no longer counts: it is a base module now");
        assertThat(only(catalog(base("artist")), catalog(addon("artist"))).effect()).isEqualTo(Effect.OPENS);
    }

    @Test
    void saysNothingOfModulesThatNoRouteAsksFor() {
        assertThat(between(catalog(addon("venue", "place")), catalog(base("venue"))).isEmpty()).isTrue();
    }

    private static PolicyDiff between(ModuleCatalog before, ModuleCatalog after) {
        return PolicyDiff.between(table(before, EVENTS), table(after, EVENTS));
    }

    private static Change only(ModuleCatalog before, ModuleCatalog after) {
        List<Change> changes = between(before, after).changes();
        assertThat(changes).hasSize(1);
        return changes.getFirst();
    }

    private static CatalogModule base(String key, String... aliases) {
        return of(key, ModuleType.BASE, aliases);
    }

    private static CatalogModule addon(String key, String... aliases) {
        return of(key, ModuleType.ADDON, aliases);
    }

    private static CatalogModule of(String key, ModuleType type, String... aliases) {
        return new CatalogModule(new ModuleKey(key), type,
                Arrays.stream(aliases).map(ModuleKey::new).collect(Collectors.toSet()), null);
    }
}
