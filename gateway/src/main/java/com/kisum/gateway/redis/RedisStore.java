package com.kisum.gateway.redis;

import com.kisum.gateway.fact.ChangeStore;
import com.kisum.gateway.fact.Pointers;
import com.kisum.gateway.fact.PushListener;
import com.kisum.gateway.fact.SharedFacts;
import com.kisum.gateway.limit.SharedBuckets;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How does the gateway get at Redis? It opens this once, asks the ports it gives, and closes it when it stops. */
public final class RedisStore implements AutoCloseable {
    private static final Duration LAST_DIALLING = Duration.ofSeconds(1);

    private final Dialer dialer;
    private final ScheduledThreadPoolExecutor keeping;
    private final Primaries primaries;
    private final Lines lines;
    private final RedisMeters meters;
    private final RedisPointers pointers;
    private final RedisFacts facts;

    private RedisStore(RedisSettings settings, LongSupplier nanos, MeterRegistry meters,
            CircuitBreakerRegistry breakers) {
        this.dialer = new Dialer(settings);
        this.keeping = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("redis-keeping").factory(),
                // What comes after the end is of no use to anyone.
                new ThreadPoolExecutor.DiscardPolicy());
        keeping.setRemoveOnCancelPolicy(true);
        keeping.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        String replica = UUID.randomUUID().toString();
        this.lines = new Lines(settings, dialer, keeping, replica, new Replicas(replica, settings.heartbeat()), nanos);
        this.meters = new RedisMeters(meters);
        this.primaries = new Primaries(lines, topology(settings), breakers, this.meters);
        this.pointers = new RedisPointers(primaries, lines.keys(), settings.pointerLife(), this.meters);
        this.facts = new RedisFacts(primaries, lines.keys(), nanos, this.meters);
    }

    /**
     * Begins to connect and returns at once: a start waits for nobody, and until there is a connection Redis counts as unreachable.
     *
     * @param nanos the monotonic clock, the same that the listener of {@link #follow} compares with
     * @param breakers where one breaker per primary is registered, {@code redis-0}, {@code redis-1}, …
     */
    public static RedisStore open(RedisSettings settings, LongSupplier nanos, MeterRegistry meters,
            CircuitBreakerRegistry breakers) {
        // Read now: on an event loop, reading a file would be in everyone's way.
        Script.values();
        RedisStore store = new RedisStore(settings, nanos, meters, breakers);
        store.primaries.open();
        return store;
    }

    public Pointers pointers() {
        return pointers;
    }

    public SharedFacts facts() {
        return facts;
    }

    public SharedBuckets buckets() {
        return new RedisBuckets(primaries, lines.keys());
    }

    /** How many replicas of the gateway there are, as far as Redis has told; remembered while it tells nothing. */
    public int replicas() {
        return lines.replicas().number();
    }

    /**
     * @param nameLife how long an announced membership is known by its name: {@code reload-after}
     */
    public ChangeStore changes(Duration nameLife) {
        return new RedisChanges(primaries, lines.keys(), lines.settings().pointerLife(), nameLife, meters);
    }

    /**
     * From now on what Redis tells by itself goes there, beginning with who the primaries are as soon as they are known. Until then
     * nothing is told, and nobody is armed. One listener at most.
     */
    public void follow(PushListener listener) {
        primaries.follow(listener);
    }

    @Override
    public void close() {
        // First, so that nobody opens again what is closed now.
        keeping.shutdownNow();
        awaitTheLastDialling();
        primaries.close();
        dialer.close();
    }

    /** Who dials while the event loops end is refused by them, with a stack trace. Dialling itself waits for nobody. */
    private void awaitTheLastDialling() {
        try {
            boolean _ = keeping.awaitTermination(LAST_DIALLING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Topology topology(RedisSettings settings) {
        if (settings.uris().getFirst().contains("-sentinel:")) {
            return new SentinelTopology(settings, dialer, keeping);
        }
        return settings.cluster() || settings.uris().size() > 1
                ? new ClusterTopology(settings, dialer, keeping)
                : new FixedTopology(settings, keeping);
    }
}
