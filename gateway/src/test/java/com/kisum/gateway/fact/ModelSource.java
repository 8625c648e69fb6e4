package com.kisum.gateway.fact;

import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How does one replica ask for one fact? The source itself is the fact's {@link ModelFact#version}. */
final class ModelSource implements FactSource<String, ModelFact.Content> {
    private final ModelWorld world;
    private final ModelReplica replica;
    private final ModelFact fact;
    boolean named;
    /** A load is under way whose pointer nobody can name yet. */
    private boolean unnamed;

    ModelSource(ModelWorld world, ModelReplica replica, ModelFact fact) {
        this.world = world;
        this.replica = replica;
        this.fact = fact;
        this.named = !world.scenario.is(Scenario.Trait.NAMED_LATE);
    }

    @Override
    public Object watched(String key) {
        return world.scenario.is(Scenario.Trait.NAMED_LATE) ? key : fact.pointer;
    }

    boolean isUnnamed() {
        return unnamed;
    }

    @Override
    public Pointer pointer(String key, ModelFact.Content value) {
        unnamed = false;
        return fact.pointer;
    }

    @Override
    public void kept(String key, ModelFact.Content value) {
        named = true;
    }

    @Override
    public void evicted(String key, ModelFact.Content value) {
        named = !world.scenario.is(Scenario.Trait.NAMED_LATE);
    }

    @Override
    public ModelFact.@Nullable Content toldBy(String key, long version) {
        return world.scenario.is(Scenario.Trait.TOLD_BY_POINTER) ? new ModelFact.Content(version) : null;
    }

    @Override
    public Mono<Loaded<ModelFact.Content>> load(String key, Watch watch) {
        unnamed = world.scenario.is(Scenario.Trait.NAMED_LATE);
        if (!world.scenario.is(Scenario.Trait.SHARED)) {
            return loadFromSource(0);
        }
        int marks = watch.over(fact.pointer).marks();
        long begun = world.nanos();
        return replica.read(fact.pointer)
                .flatMap(reading -> reading instanceof PointerReading.At(long version)
                        ? loadShared(version, begun, watch, marks)
                        : loadFromSource(0));
    }

    @Override
    public Mono<Loaded<ModelFact.Content>> loadAnew(String key, Watch watch) {
        unnamed = false;
        return loadFromSource(0);
    }

    private Mono<Loaded<ModelFact.Content>> loadShared(long version, long begun, Watch watch, int marksBefore) {
        IntSupplier marks = () -> world.scenario.has(Mechanism.MARKS_ARE_TAKEN_BEFORE_THE_READING)
                ? marksBefore
                : watch.marks();
        LongSupplier confirmed = () -> world.scenario.has(Mechanism.CONFIRMED_AS_OF_ITS_READING)
                ? begun
                : world.nanos();
        return Call.asMono(world, replica.name + ": reads shared " + fact.name() + " of " + version,
                () -> Optional.ofNullable(world.redis.data(fact, version)), () -> world.redis.reachable,
                Optional.<Loaded.Said<ModelFact.Content>>empty())
                .flatMap(found -> found.<Mono<Loaded<ModelFact.Content>>>map(said -> Mono.just(
                        new Loaded.Shared<>(said.value(), version,
                                world.scenario.has(Mechanism.AGES_TRAVEL) ? said.begunNanos() : begun,
                                confirmed.getAsLong(), marks.getAsInt())))
                        .orElseGet(() -> loadFromSource(version).map(
                                loaded -> confirmed(loaded, version, confirmed.getAsLong(), marks.getAsInt()))));
    }

    private static Loaded<ModelFact.Content> confirmed(Loaded<ModelFact.Content> loaded, long version, long begun,
            int marks) {
        if (loaded instanceof Loaded.Ended<ModelFact.Content> ended && ended.version() == version) {
            return new Loaded.EndConfirmed<>(ended, marks);
        }
        return loaded instanceof Loaded.Said<ModelFact.Content> said && said.version() == version
                ? new Loaded.Confirmed<>(said, begun, marks)
                : loaded;
    }

    /**
     * @param lookedFor what was not found in Redis; 0 if nothing was looked for
     */
    private Mono<Loaded<ModelFact.Content>> loadFromSource(long lookedFor) {
        long begun = world.nanos();
        Mono<Loaded<ModelFact.Content>> loaded = world.scenario.has(Mechanism.ONE_SNAPSHOT)
                ? ask("", () -> said(fact.version, fact.version, begun))
                : ask(" (version)", () -> said(fact.version, fact.version, begun))
                        .flatMap(first -> first instanceof Loaded.Said<ModelFact.Content> said
                                ? ask(" (content)", () -> said(said.version(), fact.version, begun))
                                : Mono.just(first));
        if (!world.scenario.has(Mechanism.AGES_COUNT_FROM_THE_START)) {
            loaded = loaded.map(this::asOfNow);
        }
        return world.scenario.is(Scenario.Trait.SHARED) ? loaded.doOnNext(answer -> share(answer, lookedFor)) : loaded;
    }

    private Mono<Loaded<ModelFact.Content>> ask(String part,
            java.util.function.Supplier<Loaded<ModelFact.Content>> answer) {
        return Call.asMono(world, replica.name + ": loads " + fact.name() + part, answer, () -> world.sourceReachable,
                new Loaded.Outage<>("the source does not answer"));
    }

    private Loaded<ModelFact.Content> asOfNow(Loaded<ModelFact.Content> loaded) {
        return loaded instanceof Loaded.Said<ModelFact.Content>(var value, long version, long _)
                ? new Loaded.Said<>(value, version, world.nanos())
                : loaded;
    }

    private Loaded<ModelFact.Content> said(long version, long content, long begun) {
        if (version == world.scenario.endsAt()) {
            return world.scenario.has(Mechanism.AN_END_MOVES_ITS_POINTER)
                    ? new Loaded.Ended<>(fact.pointer, version)
                    : new Loaded.None<>();
        }
        return new Loaded.Said<>(new ModelFact.Content(content), version, begun);
    }

    private void share(Loaded<ModelFact.Content> loaded, long lookedFor) {
        if (loaded instanceof Loaded.Said<ModelFact.Content> said) {
            long version = lookedFor == 0 || world.scenario.has(Mechanism.WRITTEN_UNDER_ITS_OWN_VERSION)
                    ? said.version()
                    : lookedFor;
            Call.asMono(world, replica.name + ": shares " + fact.name() + " of " + version,
                    () -> world.redis.keep(fact, version, said), () -> world.redis.reachable, false).subscribe();
        }
    }
}
