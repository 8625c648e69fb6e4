package com.kisum.policy.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.route.Match;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.PathTemplate;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteBuilder;
import com.kisum.policy.route.TemplateTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Does the compiler find the matches that are equal, unreachable, or cover others, which trying everything finds? */
class TemplateTreeModelTest {
    private static final long SEED = Long.getLong("seed", 20_260_301);
    private static final int TABLES = 2_000;
    /** Segments that no literal is: what a variable takes and nothing nearer does. */
    private static final List<String> FRESH = List.of("f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9");

    @Test
    void callsTwoMatchesEqualWhereTheModelDoes() {
        Dice dice = new Dice(SEED);
        RandomRoutes random = new RandomRoutes(dice, List.of());
        int equal = 0;
        for (int i = 0; i < 100_000; i++) {
            Match one = random.match();
            Match other = random.match();
            List<TemplateTree.Ambiguity<String>> found = tree(List.of(one, other)).ambiguities();
            assertThat(found.isEmpty()).as("%s and %s", one, other).isNotEqualTo(SlowMatching.equal(one, other));
            if (!found.isEmpty()) {
                equal++;
                assertBothTake(found.getFirst().request(), one, other);
            }
        }
        assertThat(equal).as("pairs that were equal").isGreaterThan(500);
    }

    private static void assertBothTake(String request, Match one, Match other) {
        Method method = Method.valueOf(request.substring(0, request.indexOf(' ')));
        List<String> path = SlowMatching.segments(request.substring(request.indexOf(' ') + 1));
        for (Match match : List.of(one, other)) {
            assertThat(match.methods()).as(request).contains(method);
            assertThat(SlowMatching.takesPath(match.template(), path)).as("%s takes %s", match, request).isTrue();
        }
    }

    @Test
    void callsAMatchUnreachableWhereNoRequestReachesIt() {
        int unreachable = 0;
        for (int table = 0; table < TABLES; table++) {
            List<Match> matches = matches(SEED + table);
            List<Route> routes = new ArrayList<>();
            matches.forEach(match -> routes.add(RouteBuilder.route("r" + routes.size()).match(match).build()));
            Set<String> expected = new TreeSet<>();
            matches.stream().filter(match -> !isReached(match, routes)).map(Match::toString).forEach(expected::add);
            Set<String> found = new TreeSet<>();
            tree(matches).unreachable().forEach(entry -> found.add(entry.match().toString()));
            assertThat(found).as("of %s", matches).isEqualTo(expected);
            unreachable += expected.size();
        }
        assertThat(unreachable).as("matches that were unreachable").isGreaterThan(20);
    }

    @Test
    void findsEveryCover() {
        int covers = 0;
        for (int table = 0; table < TABLES; table++) {
            List<Match> matches = matches(SEED + table);
            Set<String> expected = new TreeSet<>();
            for (Match general : matches) {
                for (Match specific : matches) {
                    if (covers(general, specific)) {
                        expected.add(general + " over " + specific);
                    }
                }
            }
            Set<String> found = new TreeSet<>();
            tree(matches).forEachCover(
                    (general, specific) -> found.add(general.match() + " over " + specific.match()));
            assertThat(found).as("of %s", matches).isEqualTo(expected);
            covers += expected.size();
        }
        assertThat(covers).as("covers").isGreaterThan(1_000);
    }

    @Test
    void listsMatchesByPrecedence() {
        for (int table = 0; table < TABLES; table++) {
            List<Match> listed = tree(matches(SEED + table)).entries().stream().map(TemplateTree.Entry::match).toList();
            for (int i = 0; i < listed.size(); i++) {
                for (Match later : listed.subList(i + 1, listed.size())) {
                    if (meet(listed.get(i).template(), later.template())) {
                        assertThat(SlowMatching.precedence(listed.get(i), later))
                                .as("%s before %s", listed.get(i), later).isLessThanOrEqualTo(0);
                    }
                }
            }
        }
    }

    /** Whether some path is taken by both: only then does precedence say anything. */
    private static boolean meet(PathTemplate one, PathTemplate other) {
        int shorter = Math.min(one.segments().size(), other.segments().size());
        for (int i = 0; i < shorter; i++) {
            if (one.segments().get(i) instanceof PathTemplate.Literal literal
                    && other.segments().get(i) instanceof PathTemplate.Literal another && !literal.equals(another)) {
                return false;
            }
        }
        return (one.segments().size() == shorter && one.rest())
                || (other.segments().size() == shorter && other.rest())
                || one.segments().size() == other.segments().size();
    }

    /** Without {@code internal}, which is hidden by another rule. */
    private static List<Match> matches(long seed) {
        RandomRoutes random = new RandomRoutes(new Dice(seed), List.of());
        List<Match> matches = new ArrayList<>();
        for (Route route : random.routes()) {
            route.matches().stream().filter(match -> !match.toString().contains("internal")).forEach(matches::add);
        }
        return matches;
    }

    private static boolean isReached(Match match, List<Route> routes) {
        for (List<String> path : paths(match.template())) {
            for (Method method : Method.USUAL) {
                SlowMatching.Candidate winner = SlowMatching.winner(routes, method, path);
                if (winner != null && winner.match().equals(match)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean covers(Match general, Match specific) {
        Set<Method> common = methods(general);
        common.retainAll(methods(specific));
        return !common.isEmpty() && !SlowMatching.shape(general).equals(SlowMatching.shape(specific))
                && paths(specific.template()).stream()
                        .allMatch(path -> SlowMatching.takesPath(general.template(), path));
    }

    private static Set<Method> methods(Match match) {
        Set<Method> methods = new TreeSet<>(match.methods());
        if (methods.contains(Method.GET)) {
            methods.add(Method.HEAD);
        }
        return methods;
    }

    /** Paths that it takes and that are as far from other templates as can be; with a rest, one of each length. */
    private static List<List<String>> paths(PathTemplate template) {
        List<String> shortest = new ArrayList<>();
        for (PathTemplate.Segment segment : template.segments()) {
            shortest.add(segment instanceof PathTemplate.Literal literal ? literal.text() : FRESH.get(shortest.size()));
        }
        List<List<String>> paths = new ArrayList<>(List.of(List.copyOf(shortest)));
        while (template.rest() && shortest.size() < FRESH.size()) {
            shortest.add(FRESH.get(shortest.size()));
            paths.add(List.copyOf(shortest));
        }
        return paths;
    }

    private static TemplateTree<String> tree(List<Match> matches) {
        TemplateTree<String> tree = new TemplateTree<>();
        matches.forEach(match -> tree.add(match, match.toString()));
        return tree;
    }
}
