package com.kisum.gateway.fact;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How does one replica ask for one fact? The source itself is the fact's {@link ModelFact#version}. */
final class ModelSource implements FactSource<String, ModelFact.Content> {
    private final ModelWorld world;
    private final ModelReplica replica;
    private final ModelFact fact;
    boolean named;

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

    @Override
    public Pointer pointer(String key, ModelFact.Content value) {
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
        if (!world.scenario.is(Scenario.Trait.SHARED)) {
            return loadFromSource();
        }
        int marks = watch.over(fact.pointer).marks();
        long begun = world.nanos();
        return replica.read(fact.pointer)
                .flatMap(reading -> reading instanceof PointerReading.At(long version)
                        ? loadShared(version, begun, marks)
                        : loadFromSource());
    }

    private Mono<Loaded<ModelFact.Content>> loadShared(long version, long begun, int marks) {
        return Call.asMono(world, replica.name + ": reads shared " + fact.name() + " of " + version,
                () -> Optional.ofNullable(world.redis.data(fact, version)), () -> world.redis.reachable,
                Optional.<Loaded.Said<ModelFact.Content>>empty())
                .flatMap(found -> found.<Mono<Loaded<ModelFact.Content>>>map(said -> Mono.just(
                        new Loaded.Shared<>(said.value(), said.version(), said.begunNanos(), begun, marks)))
                        .orElseGet(() -> loadFromSource().map(loaded -> confirmed(loaded, version, begun, marks))));
    }

    private static Loaded<ModelFact.Content> confirmed(Loaded<ModelFact.Content> loaded, long version, long begun,
            int marks) {
        return loaded instanceof Loaded.Said<ModelFact.Content> said && said.version() == version
                ? new Loaded.Confirmed<>(said, begun, marks)
                : loaded;
    }

    private Mono<Loaded<ModelFact.Content>> loadFromSource() {
        long begun = world.nanos();
        Mono<Loaded<ModelFact.Content>> loaded = world.scenario.has(Mechanism.ONE_SNAPSHOT)
                ? ask("", () -> said(fact.version, fact.version, begun))
                : ask(" (version)", () -> said(fact.version, fact.version, begun))
                        .flatMap(first -> first instanceof Loaded.Said<ModelFact.Content> said
                                ? ask(" (content)", () -> said(said.version(), fact.version, begun))
                                : Mono.just(first));
        return world.scenario.is(Scenario.Trait.SHARED) ? loaded.doOnNext(this::share) : loaded;
    }

    private Mono<Loaded<ModelFact.Content>> ask(String part,
            java.util.function.Supplier<Loaded<ModelFact.Content>> answer) {
        return Call.asMono(world, replica.name + ": loads " + fact.name() + part, answer, () -> world.sourceReachable,
                new Loaded.Outage<>("the source does not answer"));
    }

    private Loaded<ModelFact.Content> said(long version, long content, long begun) {
        return version == world.scenario.endsAt()
                ? new Loaded.Ended<>(fact.pointer, version)
                : new Loaded.Said<>(new ModelFact.Content(content), version, begun);
    }

    private void share(Loaded<ModelFact.Content> loaded) {
        if (loaded instanceof Loaded.Said<ModelFact.Content> said) {
            Call.asMono(world, replica.name + ": shares " + fact.name() + " of " + said.version(),
                    () -> world.redis.keep(fact, said), () -> world.redis.reachable, false).subscribe();
        }
    }
}
