package com.kisum.gateway.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Does the protocol keep its promises, in whatever order things happen? And would the model notice if it did not: with each mechanism
 * left out, it must find what that mechanism is there to prevent.
 */
final class ProtocolModelTest {
    /** More with {@code -Dkisum.model.walks=…}; another place to begin with {@code -Dkisum.model.seed=…}. */
    private static final int WALKS = Integer.getInteger("kisum.model.walks", 40);

    private static final long SEED = Long.getLong("kisum.model.seed", 1);

    static Stream<Scenario> races() {
        return Worlds.races();
    }

    static Stream<Scenario> worlds() {
        return Worlds.worlds();
    }

    static Stream<Scenario> smallWorlds() {
        return Worlds.small();
    }

    static Stream<Hole> holes() {
        return Hole.all();
    }

    static Stream<LeftOut> leftOut() {
        return LeftOut.all();
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void keepsEveryPromise(Scenario scenario) {
        assertThat(new Explorer(scenario).walks(WALKS, SEED)).isNull();
    }

    @ParameterizedTest
    @MethodSource("races")
    void keepsEveryPromiseInARace(Scenario scenario) {
        assertThat(new Explorer(scenario).walks(10 * WALKS, SEED)).isNull();
    }

    @ParameterizedTest
    @MethodSource("holes")
    void standsWhatItOnceDidNot(Hole hole) {
        assertThat(new Explorer(hole.scenario()).follow(hole.steps(), hole.name())).isNull();
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
    void noticesWhatIsLeftOut(LeftOut one) {
        Explorer.Found found = new Explorer(one.without()).seeking(one.promise()).walks(20_000, SEED);
        assertThat(found).as(one.toString()).isNotNull()
                .satisfies(order -> assertThat(order.steps()).as(order.toString()).hasSizeLessThan(25));
        assertThat(new Explorer(one.scenario()).seeking(one.promise()).walks(WALKS, SEED)).as("with it").isNull();
    }

    @Test
    void everyMechanismIsLeftOutOnce() {
        assertThat(LeftOut.all().map(LeftOut::mechanism)).containsExactlyInAnyOrder(Mechanism.values());
    }

    @Test
    void theWalksComeByWhatTheyAreThereFor() {
        Explorer restored = new Explorer(Worlds.restored());
        restored.walks(200, SEED);
        assertThat(restored.counted("restored")).isPositive();
        Explorer race = new Explorer(Worlds.race());
        race.walks(200, SEED);
        assertThat(race.counted("overtaken")).isPositive();
        assertThat(race.counted("behind")).isPositive();
    }
}
