package com.kisum.gateway.redis;

import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.fact.PointerReading;
import com.kisum.gateway.fact.Pointers;
import com.kisum.gateway.redis.RedisMeters.Call;
import com.kisum.gateway.redis.RedisMeters.Strange;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Which version is current, as Redis has it? Whatever stands there and is no version is not there: the source is asked. */
final class RedisPointers implements Pointers {
    private final Primaries primaries;
    private final RedisKeys keys;
    private final RedisMeters meters;
    private final String life;

    RedisPointers(Primaries primaries, RedisKeys keys, Duration life, RedisMeters meters) {
        this.primaries = primaries;
        this.keys = keys;
        this.life = Long.toString(life.toMillis());
        this.meters = meters;
    }

    @Override
    public Mono<PointerReading> read(Pointer pointer) {
        String key = keys.of(pointer);
        return primaries
                .ask(Call.READ_POINTER, key, (redis, _) -> redis.get(key).thenApply(Optional::ofNullable))
                .map(found -> reading(pointer, found.orElse(null)))
                .onErrorResume(failure -> Mono.just(reading(failure)));
    }

    @Override
    public Mono<PointerReading> moveForward(Pointer pointer, long version) {
        String key = keys.of(pointer);
        String wanted = PointerText.of(pointer, version);
        return primaries
                .ask(Call.MOVE_POINTER, key,
                        (redis, _) -> Script.FORWARD.run(redis, ScriptOutputType.VALUE, key, wanted, life)
                                .thenApply(Optional::ofNullable))
                .map(found -> reading(pointer, (String) found.orElse(null)))
                .onErrorResume(failure -> Mono.just(reading(failure)));
    }

    @Override
    public Mono<PointerReading> followDown(Pointer pointer, long seen, long version) {
        String key = keys.of(pointer);
        String from = PointerText.of(pointer, seen);
        String to = PointerText.of(pointer, version);
        return primaries
                .ask(Call.FOLLOW_DOWN, key,
                        (redis, _) -> Script.FOLLOW_DOWN.run(redis, ScriptOutputType.VALUE, key, from, to, life)
                                .thenApply(Optional::ofNullable))
                .map(found -> reading(pointer, (String) found.orElse(null)))
                .onErrorResume(failure -> Mono.just(reading(failure)));
    }

    private PointerReading reading(Pointer pointer, @Nullable String text) {
        if (text == null) {
            return new PointerReading.Missing();
        }
        Long version = PointerText.version(pointer, text);
        if (version == null) {
            meters.found(Strange.POINTER);
            return new PointerReading.Missing();
        }
        return new PointerReading.At(version);
    }

    private PointerReading reading(Throwable failure) {
        if (Cause.isCode(failure, "WRONGTYPE")) {
            meters.found(Strange.POINTER);
            return new PointerReading.Missing();
        }
        return new PointerReading.Unreachable(Cause.of(failure));
    }
}
