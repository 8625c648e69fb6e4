package com.kisum.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.kisum.gateway.limit.RateLimitMeters.Tier;
import com.kisum.policy.route.RateLimit;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/**
 * Is this request one too many? The bucket that all replicas share says so; while it cannot be asked, each replica lets its own share of
 * the limit pass. So nobody is turned away because of an outage alone, and nobody gets more than the limit because of one, but for the
 * moment at which it begins or ends.
 *
 * <p>A flood does not become a flood of questions: that a bucket is empty is remembered for a second at most, and never do more ask at once
 * than can be in it.
 */
public final class RateLimits {
    private static final Passage PASSED = new Passage.Passed();
    /** By then a bucket of any limit is full again, and what is known of it is worth nothing. */
    private static final Duration LONGEST_LIFE = Duration.ofHours(2);

    private final SharedBuckets shared;
    private final LongSupplier nanos;
    private final IntSupplier replicas;
    private final RateLimitMeters meters;
    private final Cache<Bucket, ReplicaBucket> known;

    /**
     * @param nanos the monotonic clock
     * @param replicas how many share a limit, as far as it is known
     * @param mostBuckets how many are known here; of one that had to go, the share is whole again
     */
    public RateLimits(SharedBuckets shared, LongSupplier nanos, IntSupplier replicas, int mostBuckets,
            MeterRegistry meters) {
        this.shared = shared;
        this.nanos = nanos;
        this.replicas = replicas;
        this.meters = new RateLimitMeters(meters, replicas);
        this.known = Caffeine.newBuilder().maximumSize(mostBuckets).expireAfterAccess(LONGEST_LIFE)
                .ticker(nanos::getAsLong).executor(Runnable::run).build();
    }

    /** Never empty, never an error. */
    public Mono<Passage> take(Bucket bucket, RateLimit.Limited limit) {
        return Mono.defer(() -> {
            ReplicaBucket own = known.get(bucket, _ -> new ReplicaBucket(now()));
            long wait = own.ask(limit, now());
            return wait > 0
                    ? Mono.just(refused(Tier.MEMORY, wait))
                    : shared.take(bucket, limit).map(taken -> settle(own, limit, taken)).doFinally(_ -> own.asked());
        });
    }

    /** How many buckets something is known of here. */
    long known() {
        known.cleanUp();
        return known.estimatedSize();
    }

    private Passage settle(ReplicaBucket own, RateLimit.Limited limit, SharedBuckets.Taken taken) {
        Pace share = Pace.ofShare(limit, Math.max(1, replicas.getAsInt()));
        return switch (taken) {
            case SharedBuckets.Taken.Yes _ -> {
                own.passed(share, now());
                yield passed(Tier.REDIS);
            }
            case SharedBuckets.Taken.No(Duration until) -> {
                long wait = TimeUnit.NANOSECONDS.toMicros(until.toNanos());
                own.empty(limit, share, wait, now());
                yield refused(Tier.REDIS, wait);
            }
            case SharedBuckets.Taken.Unreachable _ -> {
                long wait = own.take(share, now());
                yield wait > 0 ? refused(Tier.SHARE, wait) : passed(Tier.SHARE);
            }
        };
    }

    private Passage passed(Tier tier) {
        meters.passed(tier);
        return PASSED;
    }

    private Passage refused(Tier tier, long micros) {
        meters.limited(tier);
        return new Passage.Refused(Duration.of(micros, ChronoUnit.MICROS));
    }

    private long now() {
        return TimeUnit.NANOSECONDS.toMicros(nanos.getAsLong());
    }
}
