package com.kisum.gateway.redis;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.lettuce.core.RedisCommandExecutionException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** What can be seen of Redis from here? Labels are ours alone: no address, no key. */
final class RedisMeters {
    private final Map<Call, Map<Outcome, Timer>> calls = new EnumMap<>(Call.class);
    private final Map<Strange, Counter> strange = new EnumMap<>(Strange.class);
    private final AtomicInteger primaries;
    private final AtomicInteger armed;

    /** What is asked of Redis. */
    enum Call {
        READ_POINTER, MOVE_POINTER, FOLLOW_DOWN, READ_NAME, KEEP_NAME, READ_FACTS, KEEP_FACTS, ANNOUNCE, TAKE
    }

    /** What came of it. */
    enum Outcome {
        ANSWERED, REFUSED, OUTAGE, NOT_ASKED, CANCELLED
    }

    /** What was found that is not ours. */
    enum Strange {
        POINTER, NAME, FACTS, PUSHED_KEY
    }

    RedisMeters(MeterRegistry meters) {
        for (Call call : Call.values()) {
            Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                timers.put(outcome, Timer.builder("redis.calls").description("Calls to Redis").tag("call", label(call))
                        .tag("outcome", label(outcome)).register(meters));
            }
            calls.put(call, timers);
        }
        for (Strange what : Strange.values()) {
            strange.put(what, Counter.builder("redis.strange").description("What was found in Redis and is not ours")
                    .tag("what", label(what)).register(meters));
        }
        primaries = gauge(meters, "redis.primaries", "Primaries of Redis that are known");
        armed = gauge(meters, "redis.tracking.armed", "Primaries that tell of changes by themselves");
    }

    /** Timed from each subscription on. */
    <T> Mono<T> timed(Call call, Mono<T> remote) {
        return Mono.defer(() -> {
            long start = System.nanoTime();
            return remote.doOnSuccess(_ -> record(call, Outcome.ANSWERED, start))
                    .doOnError(failure -> record(call, outcome(failure), start))
                    .doOnCancel(() -> record(call, Outcome.CANCELLED, start));
        });
    }

    void record(Call call, Outcome outcome, long start) {
        Map<Outcome, Timer> timers = calls.get(call);
        Timer timer = timers == null ? null : timers.get(outcome);
        if (timer != null) {
            timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    void found(Strange what) {
        Counter counter = strange.get(what);
        if (counter != null) {
            counter.increment();
        }
    }

    void primaries(int number) {
        primaries.set(number);
    }

    void armed(int change) {
        armed.addAndGet(change);
    }

    private static Outcome outcome(Throwable failure) {
        return switch (Cause.unwrapped(failure)) {
            case CallNotPermittedException _,BulkheadFullException _,Cause.NotConnected _ -> Outcome.NOT_ASKED;
            case RedisCommandExecutionException _ -> Outcome.REFUSED;
            default -> Outcome.OUTAGE;
        };
    }

    private static AtomicInteger gauge(MeterRegistry meters, String name, String description) {
        AtomicInteger number = new AtomicInteger();
        Gauge.builder(name, number, AtomicInteger::get).description(description).register(meters);
        return number;
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
