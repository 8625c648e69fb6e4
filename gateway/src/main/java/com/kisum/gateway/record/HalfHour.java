package com.kisum.gateway.record;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What were the last thirty minutes like? How many requests had which outcome, which codes refused them, and how long we took: counted
 * in steps, of which there are always as many. What it holds does not grow with traffic.
 */
public final class HalfHour {
    public static final Duration STEP = Duration.ofSeconds(10);
    public static final int STEPS = 180;

    private final Step[] steps = new Step[STEPS];

    /** Ten seconds of it. */
    private static final class Step {
        private final long number;
        private final long[] outcomes = new long[Outcome.values().length];
        private final Map<String, Long> codes = new TreeMap<>();
        private final Durations durations = new Durations();

        Step(long number) {
            this.number = number;
        }

        void add(DecisionEvent event) {
            outcomes[Outcome.of(event).ordinal()]++;
            if (event.code() != null) {
                codes.merge(event.code(), 1L, Long::sum);
            }
            durations.add(event.durationMicros());
        }
    }

    /**
     * Each list has one number for each step, the oldest first.
     *
     * @param until when the last step ends, which is under way
     * @param micros below which half of the requests, and all but one in a hundred, stayed; null where there were none
     */
    public record Shown(Instant until, long stepSeconds, Map<Outcome, List<Long>> outcomes,
            Map<String, List<Long>> codes, Map<String, List<@Nullable Long>> micros) {}

    HalfHour() {
        Arrays.setAll(steps, _ -> new Step(-1));
    }

    synchronized void add(DecisionEvent event) {
        long number = number(event.time());
        int place = (int) Math.floorMod(number, (long) STEPS);
        if (steps[place].number < number) {
            steps[place] = new Step(number);
        }
        if (steps[place].number == number) { // else it is of half an hour ago: the clock was set back
            steps[place].add(event);
        }
    }

    public synchronized Shown shown(Instant now) {
        long end = number(now);
        Map<Outcome, List<Long>> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, zeros());
        }
        Map<String, List<Long>> codes = new TreeMap<>();
        List<@Nullable Long> half = unknown();
        List<@Nullable Long> most = unknown();
        for (Step step : steps) {
            int place = (int) (step.number - (end - STEPS + 1));
            if (step.number > end - STEPS && step.number <= end) {
                outcomes.forEach((outcome, counts) -> counts.set(place, step.outcomes[outcome.ordinal()]));
                step.codes.forEach((code, count) -> codes.computeIfAbsent(code, _ -> zeros()).set(place, count));
                half.set(place, step.durations.below(0.5));
                most.set(place, step.durations.below(0.99));
            }
        }
        return new Shown(Instant.ofEpochSecond((end + 1) * STEP.toSeconds()), STEP.toSeconds(), outcomes, codes,
                Map.of("p50", half, "p99", most));
    }

    private static long number(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), STEP.toSeconds());
    }

    private static List<@Nullable Long> unknown() {
        List<@Nullable Long> all = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            all.add(null);
        }
        return all;
    }

    private static List<Long> zeros() {
        return new ArrayList<>(Collections.nCopies(STEPS, 0L));
    }
}
