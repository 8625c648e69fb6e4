package com.kisum.gateway.fact;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What does a Redis of one primary do that matters here? It holds pointers and data, and tells of every change in order. */
final class ModelRedis {
    /** On its way on a tracking connection. */
    sealed interface Push {
        record Moved(int fact, long version, int losses) implements Push {}

        record Beat(long writtenNanos) implements Push {}

        record Flushed() implements Push {}
    }

    /** A connection on which a replica is told. */
    static final class Tracking {
        final Deque<Push> underWay = new ArrayDeque<>();
        boolean on = true;
    }

    final List<Tracking> trackings = List.of(new Tracking(), new Tracking());
    private final Map<Integer, Long> pointers = new HashMap<>();
    private final Map<String, Loaded.Said<ModelFact.Content>> data = new HashMap<>();
    private final ModelWorld world;
    boolean reachable = true;

    ModelRedis(ModelWorld world) {
        this.world = world;
    }

    PointerReading read(ModelFact fact) {
        Long version = pointers.get(fact.number);
        return version == null ? new PointerReading.Missing() : new PointerReading.At(version);
    }

    PointerReading moveForward(ModelFact fact, long version) {
        if (!world.scenario.has(Mechanism.ANSWERS_ARE_COMPARED)) {
            return new PointerReading.At(version);
        }
        return announce(fact, version);
    }

    PointerReading announce(ModelFact fact, long version) {
        if (!world.scenario.has(Mechanism.POINTERS_COMPARE)) {
            write(fact, version);
            return new PointerReading.At(version);
        }
        Long now = pointers.get(fact.number);
        if (now == null || version > now) {
            write(fact, version);
        }
        return read(fact);
    }

    PointerReading followDown(ModelFact fact, long seen, long version) {
        Long now = pointers.get(fact.number);
        if (now != null && now == seen && world.scenario.has(Mechanism.A_RESTORED_SOURCE_IS_FOLLOWED)) {
            write(fact, version);
        }
        return read(fact);
    }

    private void write(ModelFact fact, long version) {
        pointers.put(fact.number, version);
        fact.wasStored(version, world.nanos());
        tell(new Push.Moved(fact.number, version, fact.losses));
    }

    private void tell(Push push) {
        for (Tracking tracking : trackings) {
            if (tracking.on) {
                if (world.scenario.is(Scenario.Trait.COALESCED)) {
                    coalesce(tracking, push);
                }
                tracking.underWay.add(push);
            }
        }
    }

    private static void coalesce(Tracking tracking, Push push) {
        if (push instanceof Push.Moved(int fact, long _, int _)
                && tracking.underWay.peekLast() instanceof Push.Moved(int last, long _, int _)
                && fact == last) {
            tracking.underWay.removeLast();
        }
    }

    void beat(int replica, long writtenNanos) {
        if (trackings.get(replica).on) {
            trackings.get(replica).underWay.add(new Push.Beat(writtenNanos));
        }
    }

    void cut(int replica) {
        trackings.get(replica).on = false;
        trackings.get(replica).underWay.clear();
    }

    void flush() {
        pointers.clear();
        data.clear();
        world.facts.forEach(fact -> fact.wasLost(0));
        tell(new Push.Flushed());
    }

    /** The one that takes over has not heard of the last writing. */
    void failOver(ModelFact fact) {
        Long now = pointers.get(fact.number);
        if (now != null) {
            long kept = now - 1;
            if (kept < 1) {
                pointers.remove(fact.number);
            } else {
                pointers.put(fact.number, kept);
            }
            fact.wasLost(kept);
        }
        cut(0);
        cut(1);
    }

    boolean keep(ModelFact fact, long version, Loaded.Said<ModelFact.Content> said) {
        data.put(key(fact, version), said);
        return true;
    }

    private String key(ModelFact fact, long version) {
        return world.scenario.has(Mechanism.THE_VERSION_IS_IN_THE_KEY)
                ? fact.number + ":" + version
                : Integer.toString(fact.number);
    }

    Loaded.@Nullable Said<ModelFact.Content> data(ModelFact fact, long version) {
        Loaded.Said<ModelFact.Content> said = data.get(key(fact, version));
        boolean lives = said != null && (world.nanos() - said.begunNanos() < ModelReplica.RELOAD_AFTER.toNanos()
                || !world.scenario.has(Mechanism.WHAT_IS_SHARED_ENDS));
        return lives ? said : null;
    }
}
