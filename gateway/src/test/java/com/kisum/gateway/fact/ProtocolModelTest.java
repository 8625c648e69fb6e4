package com.kisum.gateway.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProtocolModelTest {
    private static final int WALKS = Integer.getInteger("kisum.model.walks", 3000);

    static Stream<Scenario> worlds() {
        Scenario quiet = Scenario.of("no faults").with(Event.REQUEST, 4).with(Event.COMMIT, 2).with(Event.ANNOUNCE, 2)
                .with(Event.PAUSE, 3).with(Event.BEAT, 2);
        Scenario slow = Scenario.of("time passes").with(Event.REQUEST, 6).with(Event.COMMIT, 2).with(Event.ANNOUNCE, 2)
                .with(Event.SECOND, 5).with(Event.PAUSE, 3).with(Event.BEAT, 4);
        Scenario silent = Scenario.of("nobody announces").with(Event.REQUEST, 6).with(Event.COMMIT, 2).with(Event.SECOND, 9)
                .with(Event.PAUSE, 3).with(Event.BEAT, 5);
        Scenario cut = slow.named("pushes are lost").with(Event.CUT, 2).with(Event.SECOND, 6);
        Scenario flushed = slow.named("flushed").with(Event.FLUSH, 1).with(Event.CUT, 1);
        Scenario failover = slow.named("failed over").with(Event.FAILOVER, 1);
        Scenario down = slow.named("Redis down").with(Event.REDIS_DOWN, 2).with(Event.CUT, 1);
        Scenario outage = slow.named("sources down").with(Event.SOURCE_DOWN, 2).with(Event.SECOND, 8);
        Scenario restored = slow.named("restored").with(Event.RESTORE, 1);
        Scenario all = down.named("everything").with(Event.FLUSH, 1).with(Event.FAILOVER, 1).with(Event.SOURCE_DOWN, 1)
                .with(Event.SECOND, 9).with(Event.REQUEST, 8).with(Event.COMMIT, 3).with(Event.ANNOUNCE, 3);
        return Stream.of(quiet, slow, silent, cut, flushed, failover, down, outage, restored, all)
                .flatMap(one -> Stream.of(one, one.in(Scenario.Trait.WARM), one.in(Scenario.Trait.TOLD_BY_POINTER),
                        one.in(Scenario.Trait.WARM).in(Scenario.Trait.TOLD_BY_POINTER),
                        one.in(Scenario.Trait.SHARED), one.in(Scenario.Trait.NAMED_LATE),
                        one.in(Scenario.Trait.COARSE_CLOCK).in(Scenario.Trait.WARM),
                        one.in(Scenario.Trait.COALESCED), one.withPlaces(1).in(Scenario.Trait.WARM).named(one.name() + ", one place"),
                        one.endingAt(2).named(one.name() + ", ending"), one.withFacts(2).named(one.name() + ", two facts")));
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void keepsEveryPromise(Scenario scenario) {
        Explorer explorer = new Explorer(scenario);
        long begun = System.nanoTime();
        Explorer.Found found = explorer.walks(WALKS, 1);
        System.out.println("MODEL " + explorer + " " + (System.nanoTime() - begun) / 1000000 + " ms"
                + (found == null ? "" : "\nMODELFOUND " + found));
        assertThat(found).isNull();
    }
}
