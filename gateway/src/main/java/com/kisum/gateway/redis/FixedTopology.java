package com.kisum.gateway.redis;

import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** One server, always the same: its name may lead elsewhere one day, which the next connection finds out. */
final class FixedTopology implements Topology {
    private final List<Primary> primaries;
    private final Executor keeping;

    FixedTopology(RedisSettings settings, Executor keeping) {
        RedisURI uri = RedisAddress.parsed(settings.uris().getFirst());
        this.primaries = List.of(new Primary(uri.getHost(), uri.getPort(), null, false));
        this.keeping = keeping;
    }

    @Override
    public void follow(Consumer<List<Primary>> listener) {
        keeping.execute(() -> listener.accept(primaries));
    }

    @Override
    public void lookAgain() {
        // There is nowhere else to look.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
