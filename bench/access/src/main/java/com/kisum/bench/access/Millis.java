package com.kisum.bench.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long did it take, mostly and at worst? */
final class Millis {
    private final List<Double> all = new ArrayList<>();

    void add(long nanos) {
        all.add(nanos / 1e6);
    }

    /** The smallest that so many of a hundred do not exceed. */
    double percentile(int percent) {
        List<Double> sorted = new ArrayList<>(all);
        Collections.sort(sorted);
        return sorted.get(Math.max(0, (sorted.size() * percent + 99) / 100 - 1));
    }

    String row(String name) {
        return "| %s | %,d | %.1f | %.1f | %.1f |".formatted(name, all.size(), percentile(50), percentile(99),
                percentile(100));
    }
}
