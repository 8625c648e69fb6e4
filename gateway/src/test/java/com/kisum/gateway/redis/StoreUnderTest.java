package com.kisum.gateway.redis;

import static org.awaitility.Awaitility.await;

import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.ChangeStore;
import com.kisum.gateway.fact.ChangeStore.Stored;
import com.kisum.gateway.fact.Examples;
import com.kisum.gateway.fact.Heard;
import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.fact.PointerReading;
import com.kisum.gateway.fact.SharedFacts;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** One replica's view of Redis, asked as tests like to ask: with an answer, in time. */
final class StoreUnderTest implements AutoCloseable {
    static final Duration NAME_LIFE = Duration.ofSeconds(60);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Heard heard = new Heard();
    final RedisStore store;
    final ChangeStore changes;

    private StoreUnderTest(RedisSettings settings) {
        store = RedisStore.open(settings, System::nanoTime, meters, CircuitBreakerRegistry.ofDefaults());
        changes = store.changes(NAME_LIFE);
    }

    /** Connected, but not listening. */
    static StoreUnderTest of(RedisSettings settings) {
        StoreUnderTest store = new StoreUnderTest(settings);
        store.awaitReachable();
        return store;
    }

    /** Without waiting for anything. */
    static StoreUnderTest opening(RedisSettings settings) {
        return new StoreUnderTest(settings);
    }

    static StoreUnderTest listening(RedisSettings settings, int primaries) {
        StoreUnderTest store = new StoreUnderTest(settings);
        store.store.follow(store.heard);
        store.awaitReachable();
        store.heard.awaitHeartbeatsOf(primaries);
        return store;
    }

    void awaitReachable() {
        Pointer any = Examples.company("any");
        await().atMost(RedisProcess.PATIENCE).pollInterval(Duration.ofMillis(10))
                .until(() -> !(read(any) instanceof PointerReading.Unreachable));
    }

    PointerReading read(Pointer pointer) {
        return said(store.pointers().read(pointer));
    }

    PointerReading move(Pointer pointer, long version) {
        return said(store.pointers().moveForward(pointer, version));
    }

    PointerReading down(Pointer pointer, long seen, long version) {
        return said(store.pointers().followDown(pointer, seen, version));
    }

    Stored announce(Change change) {
        return said(changes.store(change));
    }

    void awaitAccepted(Change change) {
        await().atMost(RedisProcess.PATIENCE).pollInterval(Duration.ofMillis(20))
                .until(() -> announce(change) instanceof Stored.Yes);
    }

    SharedFacts facts() {
        return store.facts();
    }

    static <T> T said(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(RedisProcess.PATIENCE));
    }

    static void done(Mono<Void> mono) {
        mono.block(RedisProcess.PATIENCE);
    }

    @Override
    public void close() {
        store.close();
    }
}
