package com.kisum.policy.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.Decision;
import com.kisum.policy.DenyCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jspecify.annotations.Nullable;

/**
 * Does the engine decide as the design says, in worlds that nobody thought of? The seed is fixed, so that a build says
 * the same twice; {@code -Dseed=} and {@code -Dworlds=} choose others. Table number n of seed s is the first of seed
 * s + n: a failure names the seed that shows it at once.
 */
class ReferenceModelTest {
    private static final long SEED = Long.getLong("seed", 20_260_301);
    private static final int WORLDS = Integer.getInteger("worlds", 1_000_000);
    private static final int QUESTIONS_PER_TABLE = 50;

    @ParameterizedTest
    @EnumSource
    void holdsInEveryWorld(Law law) {
        int tables = Math.ceilDiv(WORLDS / law.costs(), QUESTIONS_PER_TABLE);
        System.out.printf("%s: %,d worlds from seed %d%n", law, tables * QUESTIONS_PER_TABLE, SEED);
        for (int table = 0; table < tables; table++) {
            List<World> asked = new RandomWorlds(SEED + table).worlds(QUESTIONS_PER_TABLE);
            FastEngine engine = FastEngine.of(asked.getFirst());
            for (World world : asked) {
                if (breach(law, world, engine) != null) {
                    throw new AssertionError(explained(law, world, SEED + table));
                }
            }
        }
    }

    /** Worlds in which nothing happens would prove nothing. */
    @Test
    void worldsAreFullOfEverything() {
        Map<String, Integer> counts = new TreeMap<>();
        int all = 0;
        for (int table = 0; table < 2_000; table++) {
            for (World world : new RandomWorlds(SEED + table).worlds(QUESTIONS_PER_TABLE)) {
                String result = SlowEngine.decide(world) instanceof Decision.Deny deny
                        ? deny.reason().code().name()
                        : "ALLOW";
                counts.merge(result, 1, Integer::sum);
                all++;
            }
        }
        System.out.println("in " + all + " worlds: " + counts);
        List<String> expected = Arrays.stream(DenyCode.values()).filter(code -> code != DenyCode.REQUEST_AMBIGUOUS)
                .map(Enum::name).toList();
        assertThat(counts).containsKeys(expected.toArray(String[]::new));
        assertThat(counts.get("ALLOW")).isGreaterThan(all / 10);
        assertThat(counts.get("PERMISSION_MISSING")).isGreaterThan(all / 50);
        assertThat(counts.get("GRACE_READ_ONLY")).isGreaterThan(all / 200);
    }

    /** An exception is a breach, too: decisions are total. */
    private static @Nullable String breach(Law law, World world, FastEngine engine) {
        try {
            return law.breach(world, engine);
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    private static String explained(Law law, World world, long seed) {
        World smallest = new Shrinker(smaller -> breach(law, smaller, FastEngine.of(smaller)) != null).smallest(world);
        return "%s does not hold. The smallest case, found with -Dseed=%d -Dworlds=%d:%n%s  %s".formatted(law, seed,
                QUESTIONS_PER_TABLE, WorldText.of(smallest), breach(law, smallest, FastEngine.of(smallest)));
    }
}
