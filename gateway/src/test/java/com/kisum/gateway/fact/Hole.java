package com.kisum.gateway.fact;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which orders of events did the protocol once not stand? Found by the explorer, shortened by it, and mended.
 *
 * @param steps what could not happen any more is passed over
 */
record Hole(String name, Scenario scenario, List<String> steps) {
    static Stream<Hole> all() {
        return Stream.of(
                new Hole(
                        "who asks after a push joined a flight from before it, as its pointer was only known to the source",
                        Worlds.race().in(Scenario.Trait.NAMED_LATE),
                        List.of("A: a request for grants", "A: loads grants #1 (executed)",
                                "A: loads grants #1 (answer)",
                                "the source commits newer grants",
                                "A: moves the pointer of grants forward to 1 #1 (executed)",
                                "A: a push arrives", "A: moves the pointer of grants forward to 1 #1 (answer)",
                                "A: reads the pointer of grants #1 (executed)", "the grants are announced",
                                "A: a push arrives",
                                "A: a request for grants")),
                new Hole("the source alone was believed, though a push had come before its pointer was known",
                        Worlds.race().with(Event.REDIS_DOWN, 1).in(Scenario.Trait.NAMED_LATE),
                        List.of("A: a request for grants", "A: loads grants #1 (executed)",
                                "the source commits newer grants",
                                "the grants are announced", "A: a push arrives", "Redis cannot be reached",
                                "A: a request for grants", "A: loads grants #1 (answer)",
                                "A: moves the pointer of grants forward to 1 #1 (executed)")),
                new Hole("what a pointer told was kept as current, though a push had come since it was asked",
                        Worlds.race().in(Scenario.Trait.TOLD_BY_POINTER),
                        List.of("A: a request for grants", "A: loads grants #1 (executed)",
                                "the source commits newer grants",
                                "the grants are announced", "A: a push arrives", "the source commits newer grants",
                                "A: loads grants #1 (answer)",
                                "A: moves the pointer of grants forward to 1 #1 (executed)",
                                "the grants are announced", "A: a push arrives")),
                new Hole("what a pointer told counted as said by the source",
                        Worlds.cut().in(Scenario.Trait.ALONE).in(Scenario.Trait.WARM)
                                .in(Scenario.Trait.TOLD_BY_POINTER),
                        List.of("A: its tracking connection is cut", "the source commits newer grants",
                                "the grants are announced",
                                "the source commits newer grants", "a second passes", "a second passes",
                                "a second passes",
                                "A: a request for grants", "A: reads the pointer of grants #2 (executed)",
                                "A: reads the pointer of grants #2 (answer)", "a second passes", "a second passes",
                                "a second passes", "A: a request for grants",
                                "A: reads the pointer of grants #3 (executed)",
                                "A: reads the pointer of grants #3 (answer)")),
                new Hole("what is held was confirmed by a reading from before a push",
                        Worlds.race().with(Event.SECOND, 2).in(Scenario.Trait.WARM),
                        List.of("a second passes", "a second passes", "A: a request for grants",
                                "A: reads the pointer of grants #2 (executed)", "the source commits newer grants",
                                "the grants are announced", "A: a push arrives",
                                "A: reads the pointer of grants #2 (answer)")),
                new Hole("a restored source was never followed where the pointer tells the fact",
                        Worlds.restored().in(Scenario.Trait.TOLD_BY_POINTER),
                        List.of("A: a request for grants", "the source commits newer grants",
                                "A: loads grants #1 (executed)",
                                "the source of grants is restored")));
    }

    @Override
    public String toString() {
        return name;
    }
}
