package com.kisum.gateway.redis;

import com.kisum.gateway.limit.Bucket;
import com.kisum.gateway.limit.Pace;
import com.kisum.gateway.limit.SharedBuckets;
import com.kisum.gateway.redis.RedisMeters.Call;
import com.kisum.policy.route.RateLimit;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import reactor.core.publisher.Mono;

/**
 * How do all replicas count together? One key for a bucket and one script, by the server's own clock: in Cluster each bucket is whole on
 * one primary, and no two clocks are compared.
 */
final class RedisBuckets implements SharedBuckets {
    private static final Taken YES = new Taken.Yes();

    private final Primaries primaries;
    private final RedisKeys keys;

    RedisBuckets(Primaries primaries, RedisKeys keys) {
        this.primaries = primaries;
        this.keys = keys;
    }

    @Override
    public Mono<Taken> take(Bucket bucket, RateLimit.Limited limit) {
        String key = keys.bucket(bucket);
        Pace pace = Pace.of(limit);
        return primaries
                .ask(Call.TAKE, key, (redis, _) -> Script.TAKE.run(redis, ScriptOutputType.INTEGER, key,
                        Long.toString(pace.interval()), Long.toString(pace.capacity())))
                .map(wait -> taken((Long) wait))
                .onErrorResume(failure -> Mono.just(new Taken.Unreachable(Cause.of(failure))));
    }

    private static Taken taken(long wait) {
        return wait > 0 ? new Taken.No(Duration.of(wait, ChronoUnit.MICROS)) : YES;
    }
}
