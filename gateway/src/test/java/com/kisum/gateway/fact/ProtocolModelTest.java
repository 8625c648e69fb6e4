package com.kisum.gateway.fact;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.fact.Promises.Promise;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Does the protocol keep its promises, in whatever order things happen? And would the model notice if it did not: with each mechanism
 * left out, it must find what that mechanism is there to prevent.
 */
final class ProtocolModelTest {
    /** More with {@code -Dkisum.model.walks=…}; another place to begin with {@code -Dkisum.model.seed=…}. */
    private static final int WALKS = Integer.getInteger("kisum.model.walks", 250);

    private static final long SEED = Long.getLong("kisum.model.seed", 1);

    static Stream<Scenario> worlds() {
        return Worlds.all();
    }

    static Stream<Scenario> smallWorlds() {
        return Worlds.small();
    }

    static Stream<Arguments> leftOut() {
        return Stream.of(Arguments.of(Worlds.race().without(Mechanism.READINGS_ARE_MARKED), Promise.AT_ONCE_WHEN_THE_PUSH_ARRIVED),
                Arguments.of(Worlds.race().in(Scenario.Trait.WARM).without(Mechanism.HELD_IS_SUSPECTED),
                        Promise.AT_ONCE_WHEN_THE_PUSH_ARRIVED),
                Arguments.of(Worlds.race().without(Mechanism.POINTERS_COMPARE), Promise.AT_ONCE_WHEN_THE_PUSH_ARRIVED),
                Arguments.of(Worlds.race().without(Mechanism.ONE_SNAPSHOT), Promise.CONTENT_OF_ITS_VERSION),
                Arguments.of(Worlds.cut().in(Scenario.Trait.ALONE).in(Scenario.Trait.WARM).without(Mechanism.THE_SPAN_BEGINS_ANEW),
                        Promise.WITHIN_MAX_STALENESS_WHEN_IT_IS_LOST),
                Arguments.of(Worlds.silent().in(Scenario.Trait.ALONE).without(Mechanism.RELOADING),
                        Promise.WITHIN_RELOAD_AFTER_WHATEVER_IS_SAID));
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void keepsEveryPromise(Scenario scenario) {
        assertThat(new Explorer(scenario).walks(WALKS, SEED)).isNull();
    }

    @ParameterizedTest
    @MethodSource("smallWorlds")
    void keepsEveryPromiseInEveryOrder(Scenario scenario) {
        Explorer explorer = new Explorer(scenario);
        assertThat(explorer.everyOrder(60_000)).isNull();
        assertThat(explorer.isWhole()).as(explorer.toString()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("leftOut")
    void noticesWhatIsLeftOut(Scenario scenario, Promise promise) {
        Explorer.Found found = new Explorer(scenario).seeking(promise).walks(20_000, SEED);
        assertThat(found).as(scenario.name()).isNotNull();
        assertThat(found.steps()).as(found.toString()).hasSizeLessThan(25);
    }

    @Test
    void theWalksComeByWhatTheyAreThereFor() {
        Explorer restored = new Explorer(Worlds.restored());
        restored.walks(WALKS, SEED);
        assertThat(restored.counted("restored")).isPositive();
        Explorer race = new Explorer(Worlds.race());
        race.walks(WALKS, SEED);
        assertThat(race.counted("overtaken")).isPositive();
        assertThat(race.counted("behind")).isPositive();
    }
}
