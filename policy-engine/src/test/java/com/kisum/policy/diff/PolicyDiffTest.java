package com.kisum.policy.diff;

import static com.kisum.policy.diff.Draft.all;
import static com.kisum.policy.diff.Draft.any;
import static com.kisum.policy.diff.Draft.module;
import static com.kisum.policy.diff.Draft.permission;
import static com.kisum.policy.diff.Draft.route;
import static com.kisum.policy.diff.Draft.table;
import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.GracePolicy;
import com.kisum.policy.route.Mode;
import com.kisum.policy.route.OnOutage;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.RouteTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PolicyDiffTest {
    private static final Requirement READ = permission("finance.expenses.read");
    private static final Requirement WRITE = permission("finance.expenses.write");
    private static final Draft EXPENSES = route("read", "GET /expenses/**").require(READ);

    @Test
    void saysNothingOfAReorderedAndRenamedFile() {
        RouteTable before = table(EXPENSES, route("write", "POST|PUT /expenses/{id}").require(all(READ, WRITE)));
        RouteTable after = table(route("edit", "PUT|POST /expenses/*").require(all(WRITE, READ)),
                route("look", "GET /expenses/**").require(READ));
        assertThat(PolicyDiff.between(before, after).isEmpty()).isTrue();
        assertThat(PolicyDiff.between(before, after).opens()).isFalse();
    }

    @Test
    void saysNothingOfARequirementThatIsWrittenOtherwise() {
        assertThat(changes(EXPENSES, EXPENSES.require(all(module("finance"), READ)))).isEmpty();
        assertThat(changes(EXPENSES, EXPENSES.require(any(READ, all(READ, WRITE))))).isEmpty();
    }

    @Test
    void saysNothingOfARouteThatIsSplitWithoutADifference() {
        RouteTable whole = table(route("all", "ANY /a/**").require(READ));
        RouteTable split = table(route("one", "GET|POST|PUT|PATCH|DELETE|OPTIONS /a").require(READ),
                route("more", "ANY /a/{x}").require(READ), route("rest", "ANY /a/{x}/{y}/**").require(READ));
        assertThat(PolicyDiff.between(whole, split).isEmpty()).isTrue();
        assertThat(PolicyDiff.between(split, whole).isEmpty()).isTrue();
    }

    @Test
    void saysForWhomALooserRequirementOpens() {
        Change.OfRequests change = only(EXPENSES, EXPENSES.require(any(READ, permission("finance.reports.read"))));
        assertThat(change.effect()).isEqualTo(Effect.OPENS);
        assertThat(change.gains()).containsExactly("members with finance.reports.read");
        assertThat(change.loses()).isEmpty();
        assertThat(change.shapes()).containsExactly("GET|HEAD /expenses/**");
        assertThat(change.example()).isEqualTo("GET /expenses");
        assertThat(change.settings()).containsExactly("require permission finance.expenses.read → "
                + "permission finance.expenses.read or permission finance.reports.read");
    }

    @Test
    void saysForWhomATighterRequirementCloses() {
        Change.OfRequests change = only(EXPENSES, EXPENSES.require(all(READ, WRITE)));
        assertThat(change.effect()).isEqualTo(Effect.CLOSES);
        assertThat(change.loses()).containsExactly("members with finance.expenses.read");
        assertThat(change.gains()).isEmpty();
    }

    @Test
    void saysBothOfARequirementThatMovesSideways() {
        Change.OfRequests change = only(EXPENSES, EXPENSES.require(WRITE));
        assertThat(change.effect()).isEqualTo(Effect.OPENS_AND_CLOSES);
        assertThat(change.gains()).containsExactly("members with finance.expenses.write");
        assertThat(change.loses()).containsExactly("members with finance.expenses.read");
    }

    @Test
    void takesRequirementsWithTooManyWaysForDifferent() {
        Requirement[] pairs = new Requirement[12];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = any(module("a" + i), module("b" + i));
        }
        Draft hostile = EXPENSES.require(all(pairs));
        assertThat(changes(hostile, hostile)).isEmpty();
        Change.OfRequests change = only(hostile, EXPENSES.require(any(all(pairs), READ)));
        assertThat(change.effect()).isEqualTo(Effect.OPENS_AND_CLOSES);
        assertThat(change.gains().getFirst()).startsWith("perhaps members with ")
                .endsWith("these are too many ways to compare");
    }

    @Test
    void tellsAnAddedAndARemovedRoute() {
        Draft added = route("close", "POST /periods/{period}/close").require(WRITE);
        Change opened = onlyOf(table(EXPENSES), table(EXPENSES, added));
        assertThat(opened.words()).containsExactly("opens: POST /periods/{period}/close",
                "  for example: POST /periods/x/close", "  before: no route",
                "  after: close (permission finance.expenses.write; backend main; routes.yml:1:1)",
                "  gains: members with finance.expenses.write");
        Change closed = onlyOf(table(EXPENSES, added), table(EXPENSES));
        assertThat(closed.effect()).isEqualTo(Effect.CLOSES);
        assertThat(closed.subject()).isEqualTo("POST /periods/{period}/close");
        assertThat(closed.loses()).containsExactly("members with finance.expenses.write");
    }

    @Test
    void tellsWhatAMoreSpecificRouteTakesOver() {
        Draft export = route("export", "GET /expenses/export").access(AccessLevel.AUTHENTICATED);
        Change change = onlyOf(table(EXPENSES), table(EXPENSES, export));
        assertThat(change.subject()).isEqualTo("GET|HEAD /expenses/export");
        assertThat(change.gains())
                .containsExactly("everyone who is signed in without permission finance.expenses.read, member or not");
        assertThat(change.settings()).contains("access member → authenticated");
    }

    @Test
    void namesOnlyTheMethodsThatChange() {
        Change change = onlyOf(table(route("all", "ANY /a").require(READ)),
                table(route("all", "ANY /a").require(READ), route("write", "POST|PUT /a").require(WRITE)));
        assertThat(change.subject()).isEqualTo("POST|PUT /a");
        assertThat(change.effect()).isEqualTo(Effect.OPENS_AND_CLOSES);
    }

    @Test
    void tellsThatHeadGoesItsOwnWay() {
        Change change = onlyOf(table(EXPENSES),
                table(EXPENSES, route("head", "HEAD /expenses/**").access(AccessLevel.PUBLIC)));
        assertThat(change.subject()).isEqualTo("HEAD /expenses/**");
        assertThat(change.gains()).containsExactly(
                "callers without a token, and everyone who is signed in without permission finance.expenses.read");
    }

    @Test
    void saysWhoGainsAtEachStepFromClosedToOpen() {
        Draft route = route("a", "GET /a");
        assertThat(only(route, route.access(AccessLevel.PUBLIC)).gains()).containsExactly(
                "callers without a token, and those signed in who are not members of the company");
        assertThat(only(route, route.access(AccessLevel.AUTHENTICATED)).gains())
                .containsExactly("those signed in who are not members of the company");
        assertThat(only(route.access(AccessLevel.AUTHENTICATED), route.access(AccessLevel.PUBLIC)).gains())
                .containsExactly("callers without a token");
        assertThat(only(route, route.require(READ)).loses())
                .containsExactly("members without permission finance.expenses.read");
        assertThat(onlyOf(table(), table(route.access(AccessLevel.PUBLIC))).gains())
                .containsExactly("everyone, signed in or not");
    }

    @Test
    void countsShadowModeAsLettingEveryoneSignedInPass() {
        Change.OfRequests opened = only(EXPENSES, EXPENSES.mode(Mode.SHADOW));
        assertThat(opened.effect()).isEqualTo(Effect.OPENS);
        assertThat(opened.settings()).containsExactly("mode enforce → shadow");
        assertThat(opened.gains())
                .containsExactly("everyone who is signed in without permission finance.expenses.read, member or not");
        assertThat(only(EXPENSES.mode(Mode.SHADOW), EXPENSES).effect()).isEqualTo(Effect.CLOSES);
    }

    @Test
    void tellsARequirementThatChangesInShadowModeWithoutAnEffect() {
        Change.OfRequests change = only(EXPENSES.mode(Mode.SHADOW), EXPENSES.mode(Mode.SHADOW).require(WRITE));
        assertThat(change.effect()).isEqualTo(Effect.NEITHER);
        assertThat(change.settings())
                .containsExactly("require permission finance.expenses.read → permission finance.expenses.write");
    }

    @Test
    void tellsAnotherBackendAndTimeout() {
        Change.OfRequests change = only(EXPENSES,
                EXPENSES.backend("finance", "http://finance.test").timeout(Duration.ofSeconds(30)));
        assertThat(change.effect()).isEqualTo(Effect.NEITHER);
        assertThat(change.settings()).containsExactly("backend main → finance", "timeout 10s → 30s");
    }

    @Test
    void tellsNewDefaultsOnceForAllRoutes() {
        Draft other = route("other", "POST /b").access(AccessLevel.PUBLIC);
        Change change = onlyOf(table(EXPENSES, other), table(EXPENSES.timeout(Duration.ofMinutes(1)),
                other.timeout(Duration.ofMinutes(1))));
        assertThat(change.words()).containsExactly("changes: POST /b, GET|HEAD /expenses/**", "  for example: POST /b",
                "  routes: other, read", "  changed: timeout 10s → 1m");
    }

    @Test
    void tellsAMovedBackendOnceForAllRoutes() {
        RouteTable before = table(EXPENSES, route("b", "GET /b"));
        RouteTable after = table(EXPENSES.backend("main", "http://new.test"),
                route("b", "GET /b").backend("main", "http://new.test"));
        assertThat(onlyOf(before, after).words()).containsExactly("changes: backend main of 2 routes",
                "  changed: url http://main.test → http://new.test");
    }

    @Test
    void tellsThatTheRootOfATreeClosesWhenTheTemplateAsksForOneMoreSegment() {
        Change change = onlyOf(table(route("a", "GET /a/**")), table(route("a", "GET /a/{x}/**")));
        assertThat(change.subject()).isEqualTo("GET|HEAD /a");
        assertThat(change.loses()).containsExactly("every member of the company");
    }

    @Test
    void namesNoTemplateAsAWholeThatKeepsSomeOfItsRequests() {
        Draft below = route("below", "GET /a/{x}/**").require(READ);
        assertThat(onlyOf(table(below), table(below, route("some", "GET /a/{x}", "GET /a/{x}/b"))).subject())
                .isEqualTo("GET|HEAD /a/{x}, GET|HEAD /a/{x}/b");
        Draft any = route("any", "GET /{x}/b").require(READ);
        assertThat(onlyOf(table(any), table(any, route("some", "GET /a/b", "GET /c/b"))).subject())
                .isEqualTo("GET|HEAD /a/b, GET|HEAD /c/b");
    }

    @Test
    void tellsWhatIsBelowEveryTemplate() {
        Change change = onlyOf(table(route("a", "GET /a/{x}/**")), table(route("a", "GET /a/{x}")));
        assertThat(change.subject()).isEqualTo("GET|HEAD /a/{…}/{…}/**");
    }

    @Test
    void looksPastALiteralThatLeadsNowhere() {
        // /a/b/c falls back from the literal b to the variable, so the new literal must not hide it.
        Draft general = route("general", "GET /a/{x}/c").require(READ);
        Draft specific = route("specific", "GET /a/b/d").require(READ);
        assertThat(PolicyDiff.between(table(general), table(general, specific)).changes())
                .extracting(Change::subject).containsExactly("GET|HEAD /a/b/d");
        assertThat(onlyOf(table(general, specific), table(general.require(WRITE), specific)).subject())
                .isEqualTo("GET|HEAD /a/{x}/c");
    }

    @Test
    void tellsThatInternalClosesBehindAStrippedPrefix() {
        List<Change> changes = changes(route("a", "GET /a/**"), route("a", "GET /a/**").stripPrefix(1));
        assertThat(changes).extracting(Change::effect).containsExactly(Effect.CLOSES, Effect.NEITHER);
        assertThat(changes.getFirst().subject()).isEqualTo("GET|HEAD /a/internal/**");
        assertThat(changes.getLast().settings()).containsExactly("stripPrefix 0 → 1");
    }

    @Test
    void tellsGraceOnlyForTheMethodsItCountsFor() {
        Draft route = route("a", "GET|POST /a").require(module("finance"));
        List<Change> changes = changes(route, route.grace(GracePolicy.READ));
        assertThat(changes).extracting(Change::subject).containsExactly("GET|HEAD /a", "POST /a");
        assertThat(changes.getFirst().gains()).containsExactly("members of companies in grace, with module finance");
        assertThat(changes.getLast().effect()).isEqualTo(Effect.NEITHER);
        assertThat(only(EXPENSES.grace(GracePolicy.ALLOW), EXPENSES).effect()).isEqualTo(Effect.CLOSES);
        assertThat(changes(EXPENSES.grace(GracePolicy.ALLOW), EXPENSES.grace(GracePolicy.READ))).isEmpty();
    }

    @Test
    void countsStaleFactsAsOpeningForReadingOnly() {
        Draft route = route("a", "GET|POST /a").require(READ);
        Change.OfRequests change = only(route, route.onOutage(new OnOutage.Stale(Duration.ofSeconds(90))));
        assertThat(change.effect()).isEqualTo(Effect.OPENS);
        assertThat(change.shapes()).containsExactly("GET|HEAD /a");
        assertThat(change.settings()).containsExactly("onOutage deny → stale 90s");
        assertThat(only(route.onOutage(new OnOutage.Stale(Duration.ofSeconds(90))), route).effect())
                .isEqualTo(Effect.CLOSES);
    }

    @Test
    void putsWhatOpensFirst() {
        RouteTable before = table(EXPENSES, route("b", "GET /b").require(READ), route("c", "GET /c").require(READ),
                route("d", "GET /d"));
        RouteTable after = table(EXPENSES.require(all(READ, WRITE)), route("b", "GET /b").require(WRITE),
                route("c", "GET /c"), route("d", "GET /d").timeout(Duration.ofSeconds(1)));
        PolicyDiff diff = PolicyDiff.between(before, after);
        assertThat(diff.opens()).isTrue();
        assertThat(diff.changes()).extracting(Change::effect).containsExactly(Effect.OPENS, Effect.OPENS_AND_CLOSES,
                Effect.CLOSES, Effect.NEITHER);
    }

    @Test
    void findsTheOneChangeAmongTenThousandRoutes() {
        List<Draft> before = new ArrayList<>();
        List<Draft> after = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Draft route = route("r" + i, "GET /api/m" + i % 100 + "/r" + i + "/{id}/**").require(READ);
            before.add(route);
            after.addFirst(i == 4_711 ? route.require(WRITE) : route);
        }
        PolicyDiff diff = PolicyDiff.between(table(ModuleCatalog.EMPTY, before), table(ModuleCatalog.EMPTY, after));
        assertThat(diff.isComplete()).isTrue();
        assertThat(diff.changes()).extracting(Change::subject).containsExactly("GET|HEAD /api/m11/r4711/{id}/**");
    }

    @Test
    void saysWhenAPolicyHasMoreShapesThanItCanCompare() {
        List<Draft> hostile = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            hostile.add(route("r" + i, "GET " + "/*".repeat(i) + "/a" + "/*".repeat(39 - i)));
        }
        List<Draft> changed = new ArrayList<>(hostile);
        changed.set(39, hostile.get(39).require(READ));
        PolicyDiff diff = PolicyDiff.between(table(ModuleCatalog.EMPTY, hostile), table(ModuleCatalog.EMPTY, changed),
                100_000);
        assertThat(diff.isComplete()).isFalse();
        assertThat(diff.isEmpty()).isFalse();
        assertThat(diff.opens()).isTrue();
    }

    @Test
    void listsAFewShapesAndCountsTheOthers() {
        List<Draft> before = new ArrayList<>(List.of(route("all", "GET /**").require(READ)));
        List<Draft> after = new ArrayList<>(List.of(route("all", "GET /**").require(WRITE)));
        for (int i = 10; i < 30; i++) {
            after.add(route("r" + i, "GET /r" + i).require(READ));
            before.add(route("r" + i, "GET /r" + i + "/a").require(READ));
        }
        Change.OfRequests change = (Change.OfRequests) PolicyDiff
                .between(table(ModuleCatalog.EMPTY, before), table(ModuleCatalog.EMPTY, after)).changes().getFirst();
        assertThat(change.shapes()).hasSize(8);
        assertThat(change.moreShapes()).isPositive();
        assertThat(change.subject()).endsWith(" and " + change.moreShapes() + " more");
    }

    private static List<Change> changes(Draft before, Draft after) {
        return PolicyDiff.between(table(before), table(after)).changes();
    }

    private static Change.OfRequests only(Draft before, Draft after) {
        return (Change.OfRequests) onlyOf(table(before), table(after));
    }

    private static Change onlyOf(RouteTable before, RouteTable after) {
        List<Change> changes = PolicyDiff.between(before, after).changes();
        assertThat(changes).hasSize(1);
        return changes.getFirst();
    }
}
