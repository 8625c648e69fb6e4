package com.kisum.gateway.fact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Is there an order of events in which a promise is broken? Small worlds are walked through whole, by running again and again, each
 * time with the last choice changed that can be; larger ones at random, with seeds. What is found is made as short as possible.
 */
final class Explorer {
    private static final int MOST_STEPS = 150;

    private final Scenario scenario;
    private final Map<String, Integer> counted = new TreeMap<>();
    private Promises.@Nullable Promise sought;
    private int runs;
    private boolean whole;

    Explorer(Scenario scenario) {
        this.scenario = scenario;
    }

    /** A run in which a promise was broken. */
    record Found(Promises.Broken broken, List<String> steps, List<String> notes, String origin) {
        @Override
        public String toString() {
            return broken + "\n" + origin + "\n" + String.join("\n", notes);
        }
    }

    /** What else breaks is not of interest. */
    Explorer seeking(Promises.Promise promise) {
        sought = promise;
        return this;
    }

    int runs() {
        return runs;
    }

    /** Whether every order of events was seen. */
    boolean isWhole() {
        return whole;
    }

    int counted(String what) {
        return counted.getOrDefault(what, 0);
    }

    @Override
    public String toString() {
        return scenario.name() + ": " + runs + (whole ? " runs, all there are " : " runs ") + counted;
    }

    @Nullable
    Found everyOrder(int mostRuns) {
        List<Integer> choices = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        while (runs < mostRuns) {
            int[] at = {0};
            Found found = run(steps -> {
                if (at[0] == choices.size()) {
                    choices.add(0);
                    widths.add(steps.size());
                }
                return steps.get(choices.get(at[0]++));
            }, "order " + runs);
            if (found != null) {
                return shortened(found);
            }
            while (!choices.isEmpty() && choices.getLast() + 1 == widths.getLast()) {
                choices.removeLast();
                widths.removeLast();
            }
            if (choices.isEmpty()) {
                whole = true;
                return null;
            }
            choices.set(choices.size() - 1, choices.getLast() + 1);
        }
        return null;
    }

    @Nullable
    Found walks(int number, long firstSeed) {
        for (long seed = firstSeed; seed < firstSeed + number; seed++) {
            Found found = walk(seed);
            if (found != null) {
                return shortened(found);
            }
        }
        return null;
    }

    /**
     * Every step gets its urgency when it becomes possible, and the most urgent one happens: so some answers stay away for as long as
     * anything else can happen, which is what races are made of. In every other walk the urgency is only a likelihood.
     */
    @Nullable
    Found walk(long seed) {
        Random random = new Random(seed);
        Map<String, Double> urgency = new HashMap<>();
        boolean strict = random.nextBoolean();
        double other = random.nextBoolean() ? 1 : 0.02;
        return run(steps -> {
            double[] weights = steps.stream().mapToDouble(step -> urgency.computeIfAbsent(step.name(),
                    name -> step.weight() * (name.startsWith("B: a request") ? other : 1)
                            * Math.pow(random.nextDouble(), 3)))
                    .toArray();
            ModelWorld.Step chosen = steps.get(strict ? most(weights) : oneOf(weights, random));
            urgency.remove(chosen.name());
            return chosen;
        }, "seed " + seed);
    }

    private static int most(double[] weights) {
        int most = 0;
        for (int i = 1; i < weights.length; i++) {
            most = weights[i] > weights[most] ? i : most;
        }
        return most;
    }

    private static int oneOf(double[] weights, Random random) {
        double at = random.nextDouble() * Arrays.stream(weights).sum();
        for (int i = 0; i < weights.length; i++) {
            at -= weights[i];
            if (at < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    private @Nullable Found run(Function<List<ModelWorld.Step>, ModelWorld.@Nullable Step> chooser, String origin) {
        runs++;
        ModelWorld world = new ModelWorld(scenario, counted);
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < MOST_STEPS && world.broken() == null; i++) {
            List<ModelWorld.Step> steps = world.steps();
            ModelWorld.Step step = steps.isEmpty() ? null : chooser.apply(steps);
            if (step == null) {
                break;
            }
            taken.add(step.name());
            world.happens(step);
        }
        if (world.broken() == null) {
            new Aftermath(world).comes();
        }
        Promises.Broken broken = world.broken();
        return broken == null || (sought != null && broken.promise() != sought)
                ? null
                : new Found(broken, taken, world.notes(), origin);
    }

    /** Runs again with one step less, as long as the same promise is broken. */
    private Found shortened(Found found) {
        Found shortest = found;
        boolean shorter = true;
        while (shorter) {
            shorter = false;
            for (int i = shortest.steps().size() - 1; i >= 0; i--) {
                List<String> fewer = new ArrayList<>(shortest.steps());
                if (i >= fewer.size()) {
                    continue;
                }
                fewer.remove(i);
                Found again = follow(fewer, found.origin());
                if (again != null && again.broken().promise() == found.broken().promise()
                        && again.steps().size() < shortest.steps().size()) {
                    shortest = again;
                    shorter = true;
                }
            }
        }
        return shortest;
    }

    /** As named, as far as it is possible. */
    @Nullable
    Found follow(List<String> names, String origin) {
        Iterator<String> rest = names.iterator();
        return run(steps -> {
            while (rest.hasNext()) {
                String name = rest.next();
                for (ModelWorld.Step step : steps) {
                    if (step.name().equals(name)) {
                        return step;
                    }
                }
            }
            return null;
        }, origin);
    }
}
