package com.kisum.gateway.fact;

import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/** When did an announcement arrive here? Told before it is stored, because Redis may tell of it before it tells us that it is. */
public final class TimedChanges implements ChangeStore {
    private final ChangeStore store;
    private final FactMeters meters;
    private final LongSupplier clock;

    public TimedChanges(ChangeStore store, FactMeters meters, LongSupplier clock) {
        this.store = store;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public Mono<Stored> store(Change change) {
        meters.announced(change.pointer(), change.version(), clock.getAsLong());
        return store.store(change);
    }
}
