package com.kisum.policy;

import com.kisum.policy.route.Lookup;
import java.util.ArrayList;
import java.util.List;

/** Collects the steps to one decision, when someone asks for them. */
public final class Trace {
    private static final Step PENDING = new Step.RouteSought(new Lookup.NoRoute());

    private final List<Step> steps = new ArrayList<>();

    void add(Step step) {
        steps.add(step);
    }

    /** Keeps a place for a step whose outcome is known only after the steps inside it. */
    int reserve() {
        steps.add(PENDING);
        return steps.size() - 1;
    }

    void set(int place, Step step) {
        steps.set(place, step);
    }

    public List<Step> steps() {
        return List.copyOf(steps);
    }
}
