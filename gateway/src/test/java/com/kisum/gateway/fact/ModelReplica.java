package com.kisum.gateway.fact;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** One gateway of the modelled world: the production classes, with pointers and sources that the explorer answers for. */
final class ModelReplica implements Pointers, FactPushes.Followers, FactMeters {
    static final Duration RELOAD_AFTER = Duration.ofSeconds(4);
    static final Duration MAX_STALENESS = Duration.ofSeconds(2);
    static final Duration PATIENCE = Duration.ofMillis(1500);
    static final Duration PAUSE = Duration.ofMillis(100);

    final int number;
    final String name;
    final List<FactCache<String, ModelFact.Content>> caches = new ArrayList<>();
    private final List<ModelSource> sources = new ArrayList<>();
    private final Map<Integer, Mono<Outcome<ModelFact.Content>>> underWay = new HashMap<>();
    private final ModelWorld world;
    private final FactDesk desk;
    private final FactPushes pushes;
    boolean heardOfLoss = true;
    boolean arming;

    ModelReplica(ModelWorld world, int number) {
        this.world = world;
        this.number = number;
        this.name = number == 0 ? "A" : "B";
        FactTimes times = new FactTimes(world.scenario.has(Mechanism.RELOADING) ? RELOAD_AFTER : Duration.ofHours(1),
                MAX_STALENESS, PATIENCE, PAUSE);
        this.desk = new FactDesk(this, new Watches(), new Tracked(), times, world::nanos, world.timers, this);
        this.pushes = new FactPushes(desk, List.of(this));
        Loads loads = new Loads(world.scenario.places());
        for (ModelFact fact : world.facts) {
            ModelSource source = new ModelSource(world, this, fact);
            sources.add(source);
            caches.add(new FactCache<>(source, desk, loads, 100));
        }
        pushes.primaries(Set.of("primary"));
        pushes.armed("primary", world.nanos());
    }

    void deliver(ModelRedis.Push push) {
        switch (push) {
            case ModelRedis.Push.Moved(int number, long version, int losses) -> {
                ModelFact fact = world.facts.get(number);
                world.pushed(this, fact, version, losses);
                moved(fact);
                if (losses == fact.losses) {
                    fact.pushed[this.number] = Math.max(fact.pushed[this.number], version);
                }
            }
            case ModelRedis.Push.Beat(long written) -> pushes.heartbeat("primary",
                    world.scenario.has(Mechanism.HEARTBEATS_COUNT_FROM_THEIR_WRITING) ? written : world.nanos());
            case ModelRedis.Push.Flushed _ -> pushes.flushed();
        }
    }

    private void moved(ModelFact fact) {
        boolean unheard = sources.get(fact.number).isUnnamed()
                && !world.scenario.has(Mechanism.ANY_PUSH_COUNTS_FOR_THE_UNNAMED);
        if (world.scenario.has(Mechanism.READINGS_ARE_MARKED) && !unheard) {
            pushes.moved(fact.pointer);
        } else {
            moved(fact.number);
        }
    }

    void lost() {
        heardOfLoss = true;
        if (world.scenario.has(Mechanism.THE_SPAN_BEGINS_ANEW)) {
            pushes.lost("primary");
        }
    }

    void armed() {
        arming = false;
        heardOfLoss = true;
        if (world.scenario.has(Mechanism.THE_SPAN_BEGINS_ANEW)) {
            pushes.armed("primary", world.nanos());
        }
    }

    Mono<Outcome<ModelFact.Content>> get(ModelFact fact) {
        FactCache<String, ModelFact.Content> cache = caches.get(fact.number);
        if (world.scenario.has(Mechanism.NOBODY_JOINS_WHAT_WAS_OVERTAKEN)) {
            return cache.get("key");
        }
        Mono<Outcome<ModelFact.Content>> running = underWay.get(fact.number);
        if (running == null || cache.fresh("key") != null) {
            running = cache.get("key").doOnTerminate(() -> underWay.remove(fact.number)).cache();
            underWay.put(fact.number, running);
        }
        return running;
    }

    /** As a member's lookup does for what the company has bought. */
    void readOnTheWay(ModelFact fact) {
        Watch watch = desk.watches().begin(fact.pointer);
        long begun = world.nanos();
        read(fact.pointer).subscribe(reading -> {
            if (!(reading instanceof PointerReading.At(long version))) {
                watch.close();
                return;
            }
            Watch left = watch;
            if (!world.scenario.has(Mechanism.A_READING_IS_LEFT_WITH_ITS_WATCH)) {
                watch.close();
                left = desk.watches().begin(fact.pointer);
            }
            caches.get(fact.number).pointerRead("key", version, begun, left);
        });
    }

    @Override
    public Mono<PointerReading> read(Pointer pointer) {
        if (world.answering instanceof PointerReading before
                && !world.scenario.has(Mechanism.WHAT_WAS_OVERTAKEN_IS_READ_AGAIN)) {
            return Mono.just(before);
        }
        ModelFact fact = world.of(pointer);
        return ask("reads the pointer of " + fact.name(), () -> world.redis.read(fact));
    }

    @Override
    public Mono<PointerReading> moveForward(Pointer pointer, long version) {
        ModelFact fact = world.of(pointer);
        return ask("moves the pointer of " + fact.name() + " forward to " + version,
                () -> world.redis.moveForward(fact, version));
    }

    @Override
    public Mono<PointerReading> followDown(Pointer pointer, long seen, long version) {
        ModelFact fact = world.of(pointer);
        return ask("takes the pointer of " + fact.name() + " down to " + version,
                () -> world.redis.followDown(fact, seen, version));
    }

    private Mono<PointerReading> ask(String what, java.util.function.Supplier<PointerReading> answer) {
        return Call.asMono(world, name + ": " + what, answer, () -> world.redis.reachable,
                new PointerReading.Unreachable("cut off"));
    }

    private void moved(int fact) {
        if (fact < caches.size() && sources.get(fact).named && world.scenario.has(Mechanism.HELD_IS_SUSPECTED)) {
            caches.get(fact).moved("key");
        }
    }

    @Override
    public void membership(MembershipId membership) {
        moved(0);
    }

    @Override
    public void company(CompanyId company) {
        moved(1);
    }

    @Override
    public void everything() {
        caches.forEach(FactCache::everythingMoved);
    }

    @Override
    public void overtaken() {
        world.count("overtaken");
    }

    @Override
    public void unconfirmed() {
        world.count("unconfirmed");
    }

    @Override
    public void sourceBehind() {
        world.count("behind");
    }

    @Override
    public void restored(Pointer pointer, long from, long to) {
        world.count("restored");
    }

    @Override
    public void pushed() {
        world.count("pushed");
    }
}
