package com.kisum.gateway.fact;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Is what a request decides by as new as it was promised to be? */
final class Promises {
    /** What is promised; the names are those of the design's sentences. */
    enum Promise {
        AT_ONCE_WHEN_THE_PUSH_ARRIVED, WHAT_IS_PUSHED_MEANWHILE_DECIDES, STALE_IS_NEVER_SUPERSEDED, WITHIN_MAX_STALENESS_WHEN_IT_IS_LOST, WITHIN_RELOAD_AFTER_WHATEVER_IS_SAID, CONTENT_OF_ITS_VERSION, NEVER_BACK, WARM_ONCE_QUIET, ANSWERED, UNCONFIRMED_ONLY_WITHOUT_REDIS
    }

    /** Not kept. */
    record Broken(Promise promise, String how) {}

    /** No older than that, for a reason. */
    private record Bound(Promise promise, long version) {}

    private final ModelWorld world;
    private final BiConsumer<Promise, String> broken;

    Promises(ModelWorld world, BiConsumer<Promise, String> broken) {
        this.world = world;
        this.broken = broken;
    }

    /** A request on its way: what it was promised when it began. */
    final class Asked {
        final ModelReplica replica;
        final ModelFact fact;
        final String name;
        private final List<Bound> bounds = new ArrayList<>();
        boolean answered;
        boolean wentWrong;
        long decidedBy;
        private final int losses;
        private final long withoutAsking;
        private boolean isWaiting;
        private long pushedMeanwhile;

        private Asked(ModelReplica replica, ModelFact fact, String name) {
            this.replica = replica;
            this.fact = fact;
            this.name = name;
            this.losses = fact.losses;
            long now = world.nanos();
            bounds.add(new Bound(Promise.AT_ONCE_WHEN_THE_PUSH_ARRIVED, fact.pushed[replica.number]));
            bounds.add(new Bound(Promise.WITHIN_MAX_STALENESS_WHEN_IT_IS_LOST,
                    ModelFact.before(fact.stored, now - ModelReplica.MAX_STALENESS.toNanos())));
            bounds.add(new Bound(Promise.WITHIN_RELOAD_AFTER_WHATEVER_IS_SAID, ModelFact.before(fact.committed,
                    now - ModelReplica.RELOAD_AFTER.plus(ModelReplica.PATIENCE).toNanos())));
            bounds.add(new Bound(Promise.NEVER_BACK, fact.finished[replica.number]));
            withoutAsking = ModelFact.before(fact.committed, now - ModelReplica.RELOAD_AFTER.toNanos());
        }

        /** It was not answered at once. */
        void waits() {
            isWaiting = true;
        }

        /** The first that comes while it waits: later ones may come faster than they can be looked at. */
        void pushed(ModelReplica where, ModelFact what, long version) {
            if (where == replica && what == fact && pushedMeanwhile == 0) {
                pushedMeanwhile = version;
            }
        }

        void answered(Outcome<ModelFact.Content> outcome) {
            answered = true;
            world.note("   " + name + " gets " + said(outcome));
            switch (outcome) {
                case Outcome.Current<ModelFact.Content>(Held<ModelFact.Content> held, Outcome.Origin _) ->
                    decided(held);
                case Outcome.Unconfirmed<ModelFact.Content>(Held<ModelFact.Content> held) -> {
                    if (!world.redisWasDown) {
                        broken.accept(Promise.UNCONFIRMED_ONLY_WITHOUT_REDIS, name + " got " + said(outcome));
                    }
                    decided(held);
                }
                case Outcome.None<ModelFact.Content> _ -> decidedBy(world.scenario.endsAt());
                case Outcome.Outage<ModelFact.Content> _,Outcome.Overloaded<ModelFact.Content> _ -> {
                    wentWrong = true;
                    staleBy(outcome);
                    if (world.scenario.isFaultFree()) {
                        broken.accept(Promise.ANSWERED, name + " got " + said(outcome));
                    }
                }
            }
        }

        /** What a patient route would decide by. */
        private void staleBy(Outcome<ModelFact.Content> outcome) {
            FactCache<String, ModelFact.Content> cache = replica.caches.get(fact.number);
            Usable<ModelFact.Content> last = cache.usable(outcome, Duration.ofHours(1));
            Held<ModelFact.Content> held = world.scenario.has(Mechanism.SUPERSEDED_NEVER_DECIDES)
                    ? last == null ? null : last.held()
                    : cache.held("key");
            if (held != null && !fact.restored && losses == fact.losses
                    && held.version() < Math.max(fact.pushed[replica.number], fact.finished[replica.number])) {
                broken.accept(Promise.STALE_IS_NEVER_SUPERSEDED, name + " may decide by version " + held.version());
            }
        }

        void failed(Throwable bug) {
            broken.accept(Promise.ANSWERED, name + " failed: " + bug);
        }

        /** What Redis has lost meanwhile nobody can be told, or ask for. */
        private boolean holds(Promise promise) {
            boolean byRedis = promise == Promise.AT_ONCE_WHEN_THE_PUSH_ARRIVED
                    || promise == Promise.WITHIN_MAX_STALENESS_WHEN_IT_IS_LOST;
            return !byRedis || losses == fact.losses;
        }

        private void decided(Held<ModelFact.Content> held) {
            if (held.value().of() != held.version()) {
                broken.accept(Promise.CONTENT_OF_ITS_VERSION, name + " got " + held);
            }
            decidedBy(held.version());
        }

        private void decidedBy(long version) {
            decidedBy = version;
            if (fact.restored) {
                return;
            }
            for (Bound bound : bounds) {
                if (version < bound.version() && holds(bound.promise())) {
                    broken.accept(bound.promise(),
                            name + " decides by version " + version + ", not by " + bound.version());
                }
            }
            boolean tellsAll = world.scenario.is(Scenario.Trait.TOLD_BY_POINTER);
            if (version < pushedMeanwhile && losses == fact.losses && !tellsAll) {
                broken.accept(Promise.WHAT_IS_PUSHED_MEANWHILE_DECIDES,
                        name + " decides by version " + version + ", though " + pushedMeanwhile + " was pushed");
            }
            if (version < withoutAsking && !isWaiting) {
                broken.accept(Promise.WITHIN_RELOAD_AFTER_WHATEVER_IS_SAID,
                        name + " is decided at once by version " + version + ", not by " + withoutAsking);
            }
            fact.finished[replica.number] = Math.max(fact.finished[replica.number], version);
        }
    }

    Asked asked(ModelReplica replica, ModelFact fact, String name) {
        return new Asked(replica, fact, name);
    }

    private static String said(Outcome<ModelFact.Content> outcome) {
        return switch (outcome) {
            case Outcome.Current<ModelFact.Content>(Held<ModelFact.Content> held, Outcome.Origin from) ->
                "version " + held.version() + " from " + from + (held.suspect() ? " (kept as suspect)" : "");
            case Outcome.Unconfirmed<ModelFact.Content>(Held<ModelFact.Content> held) ->
                "version " + held.version() + ", unconfirmed";
            case Outcome.None<ModelFact.Content> _ -> "none";
            case Outcome.Outage<ModelFact.Content> outage -> "an outage: " + outage.cause();
            case Outcome.Overloaded<ModelFact.Content> _ -> "overloaded";
        };
    }
}
