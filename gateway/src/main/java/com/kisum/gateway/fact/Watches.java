package com.kisum.gateway.fact;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Who is reading what at the moment? What is held may be evicted, a reading may not be forgotten: so these stand apart from what
 * is held, and there are as many as there are readings.
 */
public final class Watches {
    private final Map<Object, List<Watch>> readings = new ConcurrentHashMap<>();
    private final AtomicLong moves = new AtomicLong();

    /** To be closed when the answer was kept or thrown away. */
    public Watch begin(Object what) {
        return new Watch(this).over(what);
    }

    /**
     * @return how many were overtaken
     */
    int moved(Object what) {
        moves.incrementAndGet();
        List<Watch> overtaken = readings.getOrDefault(what, List.of());
        overtaken.forEach(Watch::mark);
        return overtaken.size();
    }

    int everythingMoved() {
        moves.incrementAndGet();
        int overtaken = 0;
        for (List<Watch> some : readings.values()) {
            some.forEach(Watch::mark);
            overtaken += some.size();
        }
        return overtaken;
    }

    /** How often has anything moved? For whoever learns too late what should have been watched. */
    long moves() {
        return moves.get();
    }

    void add(Object what, Watch watch) {
        readings.merge(what, List.of(watch), (old, one) -> Stream.concat(old.stream(), one.stream()).toList());
    }

    void remove(Object what, Watch watch) {
        readings.computeIfPresent(what, (_, old) -> {
            List<Watch> rest = old.stream().filter(other -> other != watch).toList();
            return rest.isEmpty() ? null : rest;
        });
    }
}
