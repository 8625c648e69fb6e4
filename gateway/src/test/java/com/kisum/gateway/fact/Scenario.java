package com.kisum.gateway.fact;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which world is explored, and how much may happen in it?
 *
 * @param facts how many kinds of facts, each with its source and pointer
 * @param places how many sources a replica asks at once
 * @param endsAt the version that says that there is none any more; 0 for never
 */
record Scenario(String name, Map<Event, Integer> most, Set<Trait> traits, Set<Mechanism> without, int facts, int places,
        long endsAt) {
    /** What is true of a world all along? */
    enum Trait {
        /** Both replicas hold the first version when the exploration begins. */
        WARM,
        /** There is only one replica. */
        ALONE,
        /** The clock stands still between two steps, unless it is advanced. */
        COARSE_CLOCK,
        /** A pointer tells the whole fact. */
        TOLD_BY_POINTER,
        /** What one replica loaded is found in Redis by the other. */
        SHARED,
        /** Which pointer is meant is only known once the source has answered. */
        NAMED_LATE,
        /** Pushes for one pointer that were not sent yet become one. */
        COALESCED
    }

    static Scenario of(String name) {
        return new Scenario(name, new EnumMap<>(Event.class), EnumSet.noneOf(Trait.class),
                EnumSet.noneOf(Mechanism.class), 1,
                8, 0);
    }

    Scenario named(String other) {
        return new Scenario(other, new EnumMap<>(most), traits, without, facts, places, endsAt);
    }

    Scenario with(Event event, int times) {
        Map<Event, Integer> more = new EnumMap<>(most);
        more.put(event, times);
        return new Scenario(name, more, traits, without, facts, places, endsAt);
    }

    Scenario in(Trait trait) {
        Set<Trait> more = EnumSet.of(trait);
        more.addAll(traits);
        more.add(trait);
        return new Scenario(name + ", " + trait, most, more, without, facts, places, endsAt);
    }

    Scenario without(Mechanism mechanism) {
        return new Scenario(name + ", without " + mechanism, most, traits, EnumSet.of(mechanism), facts, places,
                endsAt);
    }

    Scenario withFacts(int number) {
        return new Scenario(name, most, traits, without, number, places, endsAt);
    }

    Scenario withPlaces(int number) {
        return new Scenario(name, most, traits, without, facts, number, endsAt);
    }

    Scenario endingAt(long version) {
        return new Scenario(name, most, traits, without, facts, places, version);
    }

    int most(Event event) {
        return most.getOrDefault(event, 0);
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    boolean has(Mechanism mechanism) {
        return !without.contains(mechanism);
    }

    /** Then there is no excuse: every request is answered by what is current. */
    boolean isFaultFree() {
        return most(Event.SECOND) + most(Event.CUT) + most(Event.FLUSH) + most(Event.FAILOVER) + most(Event.REDIS_DOWN)
                + most(Event.SOURCE_DOWN) + most(Event.RESTORE) + most(Event.ANNOUNCE_EARLY) == 0 && places > 1
                && without.isEmpty();
    }
}
