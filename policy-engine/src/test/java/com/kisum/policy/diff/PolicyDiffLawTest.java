package com.kisum.policy.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.path.CanonicalPath;
import com.kisum.policy.path.PathGrammar;
import com.kisum.policy.route.Lookup;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.Route;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a difference says is held against what the engine decides, for everyone and every request of a small world. */
final class PolicyDiffLawTest {
    private static final int PAIRS = 300;
    private static final List<CanonicalPath> PATHS = paths();

    /** What one request shows of two policies. */
    private record Seen(Method method, @Nullable Route before, @Nullable Route after, BitSet gained, BitSet lost) {}

    @Test
    void saysNothingOnlyWhereNothingChanges() {
        forEachPair(true, (seed, diff, seen) -> {
            for (Seen one : seen) {
                assertThat(one.gained().isEmpty() || diff.opens()).as("seed %s: %s opens", seed, one).isTrue();
                assertThat(one.lost().isEmpty() || closes(diff)).as("seed %s: %s closes", seed, one).isTrue();
                assertThat(!diff.isEmpty() || timeout(one.before()).equals(timeout(one.after())))
                        .as("seed %s: %s has another timeout", seed, one).isTrue();
            }
        });
    }

    @Test
    void namesTheRoutesOfEveryRequestThatChanges() {
        forEachPair(false, (seed, diff, seen) -> {
            for (Seen one : seen) {
                Handover handover = new Handover(one.before(), one.after());
                List<Change.OfRequests> told = requests(diff).filter(it -> it.handovers().contains(handover)).toList();
                assertThat(one.gained().isEmpty() || told.stream().anyMatch(change -> change.effect().opens()))
                        .as("seed %s: %s opens", seed, one).isTrue();
                assertThat(one.lost().isEmpty() || told.stream().anyMatch(change -> change.effect().closes()))
                        .as("seed %s: %s closes", seed, one).isTrue();
            }
        });
    }

    @Test
    void saysThatSomethingOpensOnlyWhereSomeoneGains() {
        forEachPair(false, (seed, diff, seen) -> requests(diff).forEach(change -> {
            List<Seen> requests = seen.stream()
                    .filter(it -> change.handovers().contains(new Handover(it.before(), it.after()))).toList();
            boolean gained = requests.stream().anyMatch(it -> !it.gained().isEmpty());
            boolean lost = requests.stream().anyMatch(it -> !it.lost().isEmpty());
            assertThat(gained || !change.effect().opens()).as("seed %s: %s", seed, change.words()).isTrue();
            assertThat(lost || !change.effect().closes()).as("seed %s: %s", seed, change.words()).isTrue();
        }));
    }

    @Test
    void givesAnExampleThatIsAnsweredAsItSays() {
        forEachPolicies(false, (seed, before, after) -> requests(
                PolicyDiff.between(before.table(), after.table())).forEach(change -> {
                    String[] example = change.example().split(" ", 2);
                    Method method = Method.of(example[0]);
                    Seen seen = see(before, after, method, canonical(example[1]));
                    assertThat(change.handovers()).as("seed %s: %s", seed, change.words())
                            .contains(new Handover(seen.before(), seen.after()));
                    assertThat(seen.gained().isEmpty()).as("seed %s: %s", seed, change.words())
                            .isEqualTo(!change.effect().opens());
                    assertThat(seen.lost().isEmpty()).as("seed %s: %s", seed, change.words())
                            .isEqualTo(!change.effect().closes());
                }));
    }

    private interface PairLaw {
        void check(long seed, PolicyDiff diff, List<Seen> seen);
    }

    private interface PoliciesLaw {
        void check(long seed, Onlooker before, Onlooker after);
    }

    private static void forEachPair(boolean catalogsDiffer, PairLaw law) {
        forEachPolicies(catalogsDiffer, (seed, before, after) -> {
            List<Seen> seen = new ArrayList<>();
            for (CanonicalPath path : PATHS) {
                for (Method method : Method.values()) {
                    Lookup was = before.table().find(method, path);
                    Lookup is = after.table().find(method, path);
                    if (seen.stream().noneMatch(it -> it.method() == method && Objects.equals(it.before(), route(was))
                            && Objects.equals(it.after(), route(is)))) {
                        seen.add(see(before, after, method, path));
                    }
                }
            }
            law.check(seed, PolicyDiff.between(before.table(), after.table()), seen);
        });
    }

    private static void forEachPolicies(boolean catalogsDiffer, PoliciesLaw law) {
        for (long seed = 0; seed < PAIRS; seed++) {
            RandomPolicy policy = new RandomPolicy(new Random(seed));
            List<Draft> before = policy.routes();
            List<Draft> after = seed % 4 == 0 ? policy.routes() : policy.variant(before);
            ModuleCatalog catalog = policy.catalog();
            ModuleCatalog other = catalogsDiffer ? policy.catalog() : catalog;
            law.check(seed, new Onlooker(Draft.table(catalog, before)), new Onlooker(Draft.table(other, after)));
        }
    }

    private static Seen see(Onlooker before, Onlooker after, Method method, CanonicalPath path) {
        Lookup was = before.table().find(method, path);
        Lookup is = after.table().find(method, path);
        BitSet gained = after.passing(method, is);
        BitSet lost = before.passing(method, was);
        BitSet both = (BitSet) gained.clone();
        both.and(lost);
        gained.andNot(both);
        lost.andNot(both);
        return new Seen(method, route(was), route(is), gained, lost);
    }

    private static Stream<Change.OfRequests> requests(PolicyDiff diff) {
        return diff.changes().stream().filter(Change.OfRequests.class::isInstance).map(Change.OfRequests.class::cast);
    }

    private static boolean closes(PolicyDiff diff) {
        return diff.changes().stream().anyMatch(change -> change.effect().closes());
    }

    private static Object timeout(@Nullable Route route) {
        return route == null ? "none" : route.options().timeout();
    }

    private static @Nullable Route route(Lookup lookup) {
        return lookup instanceof Lookup.Found found ? found.route() : null;
    }

    private static List<CanonicalPath> paths() {
        List<CanonicalPath> paths = new ArrayList<>(List.of(canonical("/")));
        List<String> last = List.of("");
        for (int depth = 1; depth <= 4; depth++) {
            List<String> next = last.stream()
                    .flatMap(path -> List.of("/a", "/b", "/z", "/internal").stream().map(segment -> path + segment))
                    .toList();
            next.forEach(path -> paths.add(canonical(path)));
            last = next;
        }
        return List.copyOf(paths);
    }

    private static CanonicalPath canonical(String path) {
        if (PathGrammar.read(path) instanceof CanonicalPath canonical) {
            return canonical;
        }
        throw new IllegalArgumentException(path);
    }
}
