package com.kisum.gateway.fact;

import static com.kisum.gateway.fact.Mechanism.AGES_COUNT_FROM_THE_START;
import static com.kisum.gateway.fact.Mechanism.AGES_TRAVEL;
import static com.kisum.gateway.fact.Mechanism.ANSWERS_ARE_COMPARED;
import static com.kisum.gateway.fact.Mechanism.ANY_PUSH_COUNTS_FOR_THE_UNNAMED;
import static com.kisum.gateway.fact.Mechanism.AN_END_MOVES_ITS_POINTER;
import static com.kisum.gateway.fact.Mechanism.A_READING_IS_LEFT_WITH_ITS_WATCH;
import static com.kisum.gateway.fact.Mechanism.A_RESTORED_SOURCE_IS_FOLLOWED;
import static com.kisum.gateway.fact.Mechanism.CONFIRMED_AS_OF_ITS_READING;
import static com.kisum.gateway.fact.Mechanism.HEARTBEATS_COME_BACK_WITH_THE_PUSHES;
import static com.kisum.gateway.fact.Mechanism.HEARTBEATS_COUNT_FROM_THEIR_WRITING;
import static com.kisum.gateway.fact.Mechanism.HELD_IS_SUSPECTED;
import static com.kisum.gateway.fact.Mechanism.MARKS_ARE_TAKEN_BEFORE_THE_READING;
import static com.kisum.gateway.fact.Mechanism.NOBODY_JOINS_WHAT_WAS_OVERTAKEN;
import static com.kisum.gateway.fact.Mechanism.ONE_SNAPSHOT;
import static com.kisum.gateway.fact.Mechanism.PATIENCE_IS_SHORT;
import static com.kisum.gateway.fact.Mechanism.POINTERS_COMPARE;
import static com.kisum.gateway.fact.Mechanism.READINGS_ARE_MARKED;
import static com.kisum.gateway.fact.Mechanism.RELOADING;
import static com.kisum.gateway.fact.Mechanism.SUPERSEDED_NEVER_DECIDES;
import static com.kisum.gateway.fact.Mechanism.THE_SPAN_BEGINS_ANEW;
import static com.kisum.gateway.fact.Mechanism.THE_VERSION_IS_IN_THE_KEY;
import static com.kisum.gateway.fact.Mechanism.WHAT_IS_SHARED_ENDS;
import static com.kisum.gateway.fact.Mechanism.WHAT_WAS_OVERTAKEN_IS_READ_AGAIN;
import static com.kisum.gateway.fact.Mechanism.WRITTEN_UNDER_ITS_OWN_VERSION;
import static com.kisum.gateway.fact.Promises.Promise.AT_ONCE_WHEN_THE_PUSH_ARRIVED;
import static com.kisum.gateway.fact.Promises.Promise.CONTENT_OF_ITS_VERSION;
import static com.kisum.gateway.fact.Promises.Promise.NEVER_BACK;
import static com.kisum.gateway.fact.Promises.Promise.STALE_IS_NEVER_SUPERSEDED;
import static com.kisum.gateway.fact.Promises.Promise.WARM_ONCE_QUIET;
import static com.kisum.gateway.fact.Promises.Promise.WHAT_IS_PUSHED_MEANWHILE_DECIDES;
import static com.kisum.gateway.fact.Promises.Promise.WITHIN_MAX_STALENESS_WHEN_IT_IS_LOST;
import static com.kisum.gateway.fact.Promises.Promise.WITHIN_RELOAD_AFTER_WHATEVER_IS_SAID;

import com.kisum.gateway.fact.Promises.Promise;
import com.kisum.gateway.fact.Scenario.Trait;
import java.util.stream.Stream;

/** Which promise is broken where one mechanism is left out, in a world that has what it takes? */
record LeftOut(Mechanism mechanism, Promise promise, Scenario scenario) {
    static Stream<LeftOut> all() {
        Scenario race = Worlds.race();
        Scenario warm = race.in(Trait.WARM);
        Scenario shared = Worlds.cut().in(Trait.SHARED);
        Scenario deaf = Worlds.cut().in(Trait.ALONE).in(Trait.WARM);
        Scenario silent = Worlds.silent().in(Trait.ALONE);
        return Stream.of(new LeftOut(READINGS_ARE_MARKED, AT_ONCE_WHEN_THE_PUSH_ARRIVED, race),
                new LeftOut(HELD_IS_SUSPECTED, AT_ONCE_WHEN_THE_PUSH_ARRIVED, warm),
                new LeftOut(NOBODY_JOINS_WHAT_WAS_OVERTAKEN, AT_ONCE_WHEN_THE_PUSH_ARRIVED, race),
                new LeftOut(WHAT_WAS_OVERTAKEN_IS_READ_AGAIN, WHAT_IS_PUSHED_MEANWHILE_DECIDES, race),
                new LeftOut(MARKS_ARE_TAKEN_BEFORE_THE_READING, AT_ONCE_WHEN_THE_PUSH_ARRIVED,
                        race.in(Trait.SHARED)),
                new LeftOut(ANY_PUSH_COUNTS_FOR_THE_UNNAMED, AT_ONCE_WHEN_THE_PUSH_ARRIVED,
                        race.with(Event.REDIS_DOWN, 1).in(Trait.NAMED_LATE)),
                new LeftOut(A_READING_IS_LEFT_WITH_ITS_WATCH, AT_ONCE_WHEN_THE_PUSH_ARRIVED, Worlds.readOnTheWay()),
                new LeftOut(POINTERS_COMPARE, AT_ONCE_WHEN_THE_PUSH_ARRIVED, race),
                new LeftOut(ANSWERS_ARE_COMPARED, AT_ONCE_WHEN_THE_PUSH_ARRIVED, race),
                new LeftOut(AN_END_MOVES_ITS_POINTER, NEVER_BACK, race.endingAt(3)),
                new LeftOut(A_RESTORED_SOURCE_IS_FOLLOWED, WARM_ONCE_QUIET, Worlds.restored().in(Trait.ALONE)),
                new LeftOut(SUPERSEDED_NEVER_DECIDES, STALE_IS_NEVER_SUPERSEDED,
                        warm.with(Event.SOURCE_DOWN, 1).with(Event.SECOND, 1)),
                new LeftOut(THE_SPAN_BEGINS_ANEW, WITHIN_MAX_STALENESS_WHEN_IT_IS_LOST, deaf),
                new LeftOut(HEARTBEATS_COME_BACK_WITH_THE_PUSHES, WITHIN_MAX_STALENESS_WHEN_IT_IS_LOST, deaf),
                new LeftOut(HEARTBEATS_COUNT_FROM_THEIR_WRITING, WITHIN_MAX_STALENESS_WHEN_IT_IS_LOST, deaf),
                new LeftOut(ONE_SNAPSHOT, CONTENT_OF_ITS_VERSION, race),
                new LeftOut(THE_VERSION_IS_IN_THE_KEY, CONTENT_OF_ITS_VERSION, shared),
                new LeftOut(WRITTEN_UNDER_ITS_OWN_VERSION, CONTENT_OF_ITS_VERSION, shared),
                new LeftOut(WHAT_IS_SHARED_ENDS, WARM_ONCE_QUIET, silent.in(Trait.SHARED)),
                new LeftOut(AGES_TRAVEL, WITHIN_RELOAD_AFTER_WHATEVER_IS_SAID, Worlds.silent().in(Trait.SHARED)),
                new LeftOut(AGES_COUNT_FROM_THE_START, WITHIN_RELOAD_AFTER_WHATEVER_IS_SAID,
                        silent.with(Event.REQUEST, 2).with(Event.COMMIT, 1).with(Event.SECOND, 4).with(Event.PAUSE, 1)
                                .with(Event.BEAT, 2)),
                new LeftOut(CONFIRMED_AS_OF_ITS_READING, WITHIN_MAX_STALENESS_WHEN_IT_IS_LOST, shared),
                new LeftOut(RELOADING, WITHIN_RELOAD_AFTER_WHATEVER_IS_SAID, silent),
                new LeftOut(PATIENCE_IS_SHORT, WITHIN_MAX_STALENESS_WHEN_IT_IS_LOST, deaf));
    }

    Scenario without() {
        return scenario.without(mechanism);
    }

    @Override
    public String toString() {
        return without().name();
    }
}
