package com.kisum.gateway.fact;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * What can happen next? Two replicas, their Redis and their sources, without a thread: everything that takes time is a step, and
 * whoever explores chooses among those that are possible.
 */
final class ModelWorld {
    /** One thing that can happen. Its name is the same in every run in which the same happened before. */
    record Step(String name, double weight, Supplier<String> happening) {}

    final Scenario scenario;
    final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    final ModelRedis redis = new ModelRedis(this);
    final List<ModelFact> facts;
    final List<ModelReplica> replicas;
    private final List<Call<?>> calls = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> counted;
    private final Map<Event, Integer> happened = new EnumMap<>(Event.class);
    private final Promises promises = new Promises(this, this::broken);
    private final List<Promises.Asked> waiting = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long nanos = 1_000_000_000_000L;
    private int sent;
    boolean sourceReachable = true;
    boolean redisWasDown;
    private Promises.@Nullable Broken broken;
    /** What arrives at the moment, while whoever waited for it goes on. */
    @Nullable
    Object answering;

    ModelWorld(Scenario scenario, Map<String, Integer> counted) {
        this.scenario = scenario;
        this.counted = counted;
        this.facts = IntStream.range(0, scenario.facts()).mapToObj(number -> new ModelFact(number, nanos)).toList();
        this.replicas = IntStream.range(0, scenario.is(Scenario.Trait.ALONE) ? 1 : 2)
                .mapToObj(number -> new ModelReplica(this, number)).toList();
        if (scenario.is(Scenario.Trait.WARM)) {
            replicas.forEach(replica -> facts.forEach(fact -> request(replica, fact)));
            settle();
            replicas.forEach(replica -> facts.forEach(fact -> request(replica, fact)));
            settle();
        }
        notes.clear();
    }

    long nanos() {
        return nanos;
    }

    Promises.@Nullable Broken broken() {
        return broken;
    }

    List<String> notes() {
        return notes;
    }

    ModelFact of(Pointer pointer) {
        return facts.stream().filter(fact -> fact.pointer.equals(pointer)).findFirst().orElseThrow();
    }

    String numbered(String name) {
        return name + " #" + numbers.merge(name, 1, Integer::sum);
    }

    void send(Call<?> call) {
        sent++;
        calls.add(call);
    }

    void answering(@Nullable Object answer, Runnable goesOn) {
        answering = answer;
        goesOn.run();
        answering = null;
    }

    void pushed(ModelReplica replica, ModelFact fact, long version, int losses) {
        if (losses == fact.losses) {
            waiting.forEach(asked -> asked.pushed(replica, fact, version));
        }
    }

    int sent() {
        return sent;
    }

    void note(String note) {
        notes.add(note);
    }

    void count(String what) {
        counted.merge(what, 1, Integer::sum);
    }

    void broken(Promises.Promise promise, String how) {
        if (broken == null) {
            broken = new Promises.Broken(promise, how);
            note("   BROKEN " + promise + ": " + how);
        }
    }

    void happens(Step step) {
        if (!scenario.is(Scenario.Trait.COARSE_CLOCK)) {
            nanos++;
        }
        int at = notes.size();
        String what = step.happening.get();
        notes.add(at, step.name + (what.isEmpty() ? "" : "  " + what));
        calls.removeIf(Call::isOver);
    }

    List<Step> steps() {
        List<Step> steps = new ArrayList<>(messages());
        for (ModelReplica replica : replicas) {
            for (ModelFact fact : facts) {
                offer(steps, Event.REQUEST, replica.name + ": a request for " + fact.name(),
                        () -> request(replica, fact));
            }
            for (ModelFact fact : facts) {
                offer(steps, Event.READ_ON_THE_WAY, replica.name + ": comes by the pointer of " + fact.name(),
                        () -> replica.readOnTheWay(fact));
            }
            offer(steps, Event.BEAT, replica.name + ": writes a heartbeat", () -> beat(replica));
            connection(replica, steps);
        }
        for (ModelFact fact : facts) {
            source(fact, steps);
        }
        offer(steps, Event.SECOND, "a second passes", () -> pass(Duration.ofSeconds(1)));
        offer(steps, Event.PAUSE, "a tenth of a second passes", () -> pass(ModelReplica.PAUSE));
        offer(steps, Event.FLUSH, "Redis is flushed", redis::flush);
        if (redis.reachable) {
            offer(steps, Event.REDIS_DOWN, "Redis cannot be reached", () -> {
                redis.reachable = false;
                redisWasDown = true;
            });
        } else {
            steps.add(new Step("Redis can be reached", 0.5, () -> said(() -> redis.reachable = true)));
        }
        if (sourceReachable) {
            offer(steps, Event.SOURCE_DOWN, "the sources are down", () -> sourceReachable = false);
        } else {
            steps.add(new Step("the sources are up", 0.5, () -> said(() -> sourceReachable = true)));
        }
        return steps;
    }

    private void source(ModelFact fact, List<Step> steps) {
        if (!fact.restored) {
            offer(steps, Event.COMMIT, "the source commits newer " + fact.name(), () -> fact.commit(nanos));
        }
        if (fact.announced < fact.version && redis.reachable) {
            offer(steps, Event.ANNOUNCE, "the " + fact.name() + " are announced", () -> announce(fact));
        }
        if (fact.announced <= fact.version && redis.reachable) {
            offer(steps, Event.ANNOUNCE_EARLY, "the next " + fact.name() + " are announced", () -> {
                fact.announced = fact.version + 1;
                redis.announce(fact, fact.announced);
            });
        }
        if (fact.version > 1) {
            offer(steps, Event.RESTORE, "the source of " + fact.name() + " is restored", () -> fact.wentBack(nanos));
        }
        if (redis.read(fact) instanceof PointerReading.At) {
            offer(steps, Event.FAILOVER, "Redis fails over without its last writing of " + fact.name(), () -> {
                redis.failOver(fact);
                replicas.forEach(replica -> replica.heardOfLoss = false);
            });
        }
    }

    private void connection(ModelReplica replica, List<Step> steps) {
        ModelRedis.Tracking tracking = redis.trackings.get(replica.number);
        if (tracking.on) {
            offer(steps, Event.CUT, replica.name + ": its tracking connection is cut", () -> {
                redis.cut(replica.number);
                replica.heardOfLoss = false;
                replica.arming = false;
            });
        } else if (!replica.heardOfLoss) {
            steps.add(new Step(replica.name + ": hears of the cut", 1, () -> said(replica::lost)));
        } else if (redis.reachable) {
            steps.add(new Step(replica.name + ": tracking is switched on again", 1, () -> said(() -> {
                tracking.on = true;
                replica.arming = true;
            })));
        }
        if (replica.arming) {
            steps.add(new Step(replica.name + ": hears that tracking is on", 1, () -> said(replica::armed)));
        }
    }

    private List<Step> messages() {
        List<Step> steps = new ArrayList<>();
        for (Call<?> call : calls) {
            steps.add(call.isExecuted()
                    ? new Step(call.name() + " (answer)", 1, () -> arrived(call))
                    : new Step(call.name() + " (executed)", 1, call::execute));
        }
        for (ModelReplica replica : replicas) {
            ModelRedis.Push push = redis.trackings.get(replica.number).underWay.peek();
            if (push != null) {
                steps.add(new Step(replica.name + ": a push arrives", 1, () -> {
                    redis.trackings.get(replica.number).underWay.remove();
                    replica.deliver(push);
                    return push.toString();
                }));
            }
        }
        return steps;
    }

    private void offer(List<Step> steps, Event event, String name, Runnable happening) {
        if (happened.getOrDefault(event, 0) < scenario.most(event)) {
            steps.add(new Step(name, 0.7, () -> said(() -> {
                happened.merge(event, 1, Integer::sum);
                happening.run();
            })));
        }
    }

    static String said(Runnable happening) {
        happening.run();
        return "";
    }

    private String arrived(Call<?> call) {
        calls.remove(call);
        return call.arrive();
    }

    void announce(ModelFact fact) {
        fact.announced = fact.version;
        redis.announce(fact, fact.version);
    }

    private void beat(ModelReplica replica) {
        long written = nanos;
        Call.asMono(this, replica.name + ": heartbeat", () -> {
            if (scenario.has(Mechanism.HEARTBEATS_COME_BACK_WITH_THE_PUSHES)) {
                redis.beat(replica.number, written);
            }
            return true;
        }, () -> redis.reachable, false).subscribe(done -> {
            if (done && !scenario.has(Mechanism.HEARTBEATS_COME_BACK_WITH_THE_PUSHES)) {
                replica.deliver(new ModelRedis.Push.Beat(written));
            }
        });
    }

    void pass(Duration time) {
        nanos += time.toNanos();
        timers.advanceTimeBy(scenario.has(Mechanism.PATIENCE_IS_SHORT) ? time : time.dividedBy(3));
    }

    Promises.Asked request(ModelReplica replica, ModelFact fact) {
        Promises.Asked asked = promises.asked(replica, fact, numbered(replica.name + "'s request"));
        waiting.add(asked);
        replica.get(fact).subscribe(outcome -> {
            waiting.remove(asked);
            asked.answered(outcome);
        }, asked::failed);
        asked.waits();
        return asked;
    }

    /** Everything that is under way arrives, and whoever waits gets an answer. */
    void settle() {
        for (int patience = 0; patience < 1000 && broken == null; patience++) {
            List<Step> messages = messages();
            if (!messages.isEmpty()) {
                happens(messages.getFirst());
            } else if (!waiting.isEmpty()) {
                happens(new Step("a tenth of a second passes", 1, () -> said(() -> pass(ModelReplica.PAUSE))));
            } else {
                return;
            }
        }
        broken(Promises.Promise.ANSWERED, "it never settles");
    }
}
