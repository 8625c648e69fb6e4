package com.kisum.gateway.fact;

import java.time.Duration;

/** Is everything right in the end, whatever happened before? */
final class Aftermath {
    private final ModelWorld world;

    Aftermath(ModelWorld world) {
        this.world = world;
    }

    /** All faults heal, everything is announced, nothing changes any more. Then it must be right, and warm. */
    void comes() {
        world.note("-- all heals --");
        world.redis.reachable = true;
        world.sourceReachable = true;
        for (ModelFact fact : world.facts) {
            if (fact.announced > fact.version && !fact.restored) {
                fact.commit(world.nanos());
            }
        }
        for (ModelReplica replica : world.replicas) {
            if (!replica.heardOfLoss) {
                replica.lost();
            }
            if (!world.redis.trackings.get(replica.number).on) {
                world.redis.trackings.get(replica.number).on = true;
                replica.arming = true;
            }
            if (replica.arming) {
                replica.armed();
            }
        }
        world.settle();
        if (world.facts.stream().anyMatch(fact -> fact.restored)) {
            endRestored();
            return;
        }
        if (world.scenario.most(Event.ANNOUNCE) > 0) {
            world.facts.forEach(world::announce);
        }
        world.settle();
        boolean heard = world.scenario.most(Event.ANNOUNCE) > 0;
        boolean deaf = world.scenario.most(Event.CUT) + world.scenario.most(Event.FLUSH)
                + world.scenario.most(Event.REDIS_DOWN) > 0;
        boolean forgotten = world.scenario.most(Event.FAILOVER) > 0;
        Duration wait = !heard || forgotten
                ? ModelReplica.RELOAD_AFTER
                : deaf ? ModelReplica.MAX_STALENESS : Duration.ZERO;
        world.happens(new ModelWorld.Step("quiet for " + wait.plusSeconds(1), 1,
                () -> ModelWorld.said(() -> world.pass(wait.plusSeconds(1)))));
        world.settle();
        world.replicas.forEach(replica -> world.facts.forEach(fact -> mustBeWarm(replica, fact)));
    }

    private void mustBeWarm(ModelReplica replica, ModelFact fact) {
        if (world.broken() != null) {
            return;
        }
        Promises.Asked first = world.request(replica, fact);
        world.settle();
        if (world.broken() == null && first.decidedBy != fact.version) {
            world.broken(Promises.Promise.WARM_ONCE_QUIET, first.name + " does not decide by version " + fact.version);
        }
        int before = world.sent();
        Promises.Asked second = world.request(replica, fact);
        boolean gone = fact.version == world.scenario.endsAt();
        if (world.broken() == null && !gone
                && (!second.answered || world.sent() != before || second.decidedBy != fact.version)) {
            world.broken(Promises.Promise.WARM_ONCE_QUIET, second.name + " is not answered from memory");
        }
        world.settle();
    }

    private void endRestored() {
        long slack = Duration.ofSeconds(1).toNanos();
        long latest = world.nanos() + 2 * ModelReplica.RELOAD_AFTER.toNanos() + 2 * slack;
        while (world.nanos() < latest && world.broken() == null) {
            world.replicas.forEach(replica -> world.facts.forEach(fact -> world.request(replica, fact)));
            world.settle();
            world.happens(new ModelWorld.Step("a second passes", 1,
                    () -> ModelWorld.said(() -> world.pass(Duration.ofSeconds(1)))));
        }
        world.replicas.forEach(replica -> world.facts.forEach(fact -> mustBeWarm(replica, fact)));
    }
}
