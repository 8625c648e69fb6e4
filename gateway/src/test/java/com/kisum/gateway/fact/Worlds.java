package com.kisum.gateway.fact;

import java.util.stream.Stream;

/** Which worlds are explored at random? Each kind of fault by itself, then all of them; each in every kind of world. */
final class Worlds {
    private Worlds() {}

    static Stream<Scenario> all() {
        return Stream.concat(races(), worlds());
    }

    static Stream<Scenario> worlds() {
        return faults().flatMap(Worlds::inEveryKind);
    }

    /** Small, and so explored densely: one replica, and just enough for a race. */
    static Stream<Scenario> races() {
        Scenario race = race();
        Scenario down = race.named("race, Redis down").with(Event.REDIS_DOWN, 1);
        Scenario cut = race.named("race, pushes lost").with(Event.COMMIT, 1).with(Event.CUT, 1).with(Event.BEAT, 2)
                .with(Event.SECOND, 4);
        Scenario early = race.named("race, announced early").with(Event.ANNOUNCE_EARLY, 2).with(Event.PAUSE, 4);
        return Stream.of(race, down, cut, early, readOnTheWay())
                .flatMap(one -> Stream.of(one, one.in(Scenario.Trait.WARM),
                        one.in(Scenario.Trait.TOLD_BY_POINTER), one.in(Scenario.Trait.NAMED_LATE),
                        one.in(Scenario.Trait.SHARED),
                        one.in(Scenario.Trait.COARSE_CLOCK),
                        one.withPlaces(1).in(Scenario.Trait.WARM).named(one.name() + ", one place"),
                        one.endingAt(2).named(one.name() + ", ending"),
                        one.in(Scenario.Trait.SHARED).endingAt(2).named(one.name() + ", SHARED, ending")));
    }

    static Scenario readOnTheWay() {
        return race().named("race, a pointer read on the way").with(Event.READ_ON_THE_WAY, 2)
                .with(Event.ANNOUNCE_EARLY, 1);
    }

    /** So small that every order of events can be seen. */
    static Stream<Scenario> small() {
        Scenario cold = Scenario.of("small").in(Scenario.Trait.ALONE).with(Event.REQUEST, 1).with(Event.COMMIT, 1)
                .with(Event.ANNOUNCE, 1);
        Scenario warm = cold.in(Scenario.Trait.WARM).with(Event.REQUEST, 3).with(Event.ANNOUNCE, 2);
        return Stream.of(cold, cold.in(Scenario.Trait.TOLD_BY_POINTER), cold.in(Scenario.Trait.NAMED_LATE),
                cold.endingAt(2).named("small, ending"), warm, warm.in(Scenario.Trait.TOLD_BY_POINTER),
                warm.endingAt(2).named("small, warm, ending"));
    }

    static Scenario race() {
        return Scenario.of("race").in(Scenario.Trait.ALONE).with(Event.REQUEST, 4).with(Event.COMMIT, 2)
                .with(Event.ANNOUNCE, 3)
                .with(Event.PAUSE, 1);
    }

    static Scenario quiet() {
        return Scenario.of("no faults").with(Event.REQUEST, 6).with(Event.COMMIT, 2).with(Event.ANNOUNCE, 2)
                .with(Event.PAUSE, 3).with(Event.BEAT, 2);
    }

    static Scenario slow() {
        return Scenario.of("time passes").with(Event.REQUEST, 8).with(Event.COMMIT, 2).with(Event.ANNOUNCE, 2)
                .with(Event.SECOND, 5).with(Event.PAUSE, 3).with(Event.BEAT, 4);
    }

    static Scenario silent() {
        return Scenario.of("nobody announces").with(Event.REQUEST, 6).with(Event.COMMIT, 2).with(Event.SECOND, 9)
                .with(Event.PAUSE, 3).with(Event.BEAT, 5);
    }

    static Scenario cut() {
        return slow().named("pushes are lost").with(Event.CUT, 2).with(Event.SECOND, 6);
    }

    static Scenario down() {
        return slow().named("Redis down").with(Event.REDIS_DOWN, 2).with(Event.CUT, 1);
    }

    static Scenario restored() {
        return slow().named("restored").with(Event.RESTORE, 1);
    }

    static Scenario everything() {
        return down().named("everything").with(Event.FLUSH, 1).with(Event.FAILOVER, 1).with(Event.SOURCE_DOWN, 1)
                .with(Event.SECOND, 9).with(Event.REQUEST, 10).with(Event.COMMIT, 3).with(Event.ANNOUNCE, 3);
    }

    private static Stream<Scenario> faults() {
        return Stream.of(quiet(), slow(), silent(), cut(),
                slow().named("flushed").with(Event.FLUSH, 1).with(Event.CUT, 1),
                slow().named("failed over").with(Event.FAILOVER, 1), down(),
                slow().named("sources down").with(Event.SOURCE_DOWN, 2).with(Event.SECOND, 8), restored(),
                restored().named("restored, to an end").endingAt(1), everything());
    }

    private static Stream<Scenario> inEveryKind(Scenario one) {
        long end = one.endsAt() == 0 ? 2 : one.endsAt();
        return Stream.of(one, one.in(Scenario.Trait.WARM), one.in(Scenario.Trait.TOLD_BY_POINTER),
                one.in(Scenario.Trait.WARM).in(Scenario.Trait.TOLD_BY_POINTER), one.in(Scenario.Trait.SHARED),
                one.in(Scenario.Trait.NAMED_LATE), one.in(Scenario.Trait.WARM).in(Scenario.Trait.COARSE_CLOCK),
                one.in(Scenario.Trait.COALESCED), one.withFacts(2).named(one.name() + ", two facts"),
                one.withPlaces(1).in(Scenario.Trait.WARM).named(one.name() + ", one place"),
                one.endingAt(end).named(one.name() + ", ending"));
    }
}
