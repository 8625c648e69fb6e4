package com.kisum.gateway.wiring;

import com.kisum.gateway.decide.OpenStreams;
import com.kisum.gateway.fact.ChangeStore;
import com.kisum.gateway.fact.FactDesk;
import com.kisum.gateway.fact.FactMeters;
import com.kisum.gateway.fact.FactPushes;
import com.kisum.gateway.fact.FactTimes;
import com.kisum.gateway.fact.Loads;
import com.kisum.gateway.fact.Pointers;
import com.kisum.gateway.fact.SharedFacts;
import com.kisum.gateway.fact.TimedChanges;
import com.kisum.gateway.fact.Tracked;
import com.kisum.gateway.fact.Watches;
import com.kisum.gateway.limit.RateLimits;
import com.kisum.gateway.manage.RedisHealth;
import com.kisum.gateway.record.FactMetrics;
import com.kisum.gateway.redis.RedisStore;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

/** What is held, and Redis, which tells whether it is still so. */
@Configuration(proxyBeanMethods = false)
class FactWiring {
    private static final Duration BACKOFF = Duration.ofMillis(50);

    @Bean
    RedisStore redis(GatewaySettings settings, MeterRegistry meters, CircuitBreakerRegistry breakers) {
        try {
            return RedisStore.open(settings.redis().asSettings(), System::nanoTime, meters, breakers);
        } catch (IllegalArgumentException mistake) {
            throw new SettingMistake("gateway.redis: " + mistake.getMessage());
        }
    }

    @Bean
    Pointers pointers(RedisStore redis) {
        return redis.pointers();
    }

    @Bean
    SharedFacts sharedFacts(RedisStore redis) {
        return redis.facts();
    }

    /** Not of what is held, but of Redis all the same. */
    @Bean
    RateLimits rateLimits(RedisStore redis, GatewaySettings settings, MeterRegistry meters) {
        GatewaySettings.RateLimits limits = settings.rateLimits();
        return new RateLimits(redis.buckets(), System::nanoTime, () -> Math.max(limits.replicas(), redis.replicas()),
                limits.mostBuckets(), meters);
    }

    @Bean
    ChangeStore changes(RedisStore redis, GatewaySettings settings, FactMeters factMeters) {
        return new TimedChanges(redis.changes(settings.access().reloadAfter()), factMeters, System::nanoTime);
    }

    @Bean
    FactMeters factMeters(MeterRegistry meters) {
        return new FactMetrics(meters);
    }

    @Bean
    Loads loads(GatewaySettings settings, MeterRegistry meters) {
        Loads loads = new Loads(settings.access().mostLoads());
        Gauge.builder("gateway.access.loads", loads, Loads::underWay)
                .description("Questions to Auth and Core under way").register(meters);
        return loads;
    }

    @Bean
    FactDesk factDesk(Pointers pointers, GatewaySettings settings, FactMeters factMeters, MeterRegistry meters) {
        FactDesk desk = new FactDesk(pointers, new Watches(), new Tracked(), times(settings.access()), System::nanoTime,
                Schedulers.parallel(), factMeters);
        Gauge.builder("gateway.access.heartbeat.age", desk, FactWiring::heartbeatSeconds).baseUnit("seconds")
                .description("Since when Redis has not proved that it tells of every change; NaN before it did at all")
                .register(meters);
        double bound = settings.access().maxStaleness().toNanos() / 1e9;
        Gauge.builder("gateway.access.max.staleness", () -> bound).baseUnit("seconds")
                .description("How old the heartbeat may be: the setting, so that an alert need not repeat it")
                .register(meters);
        return desk;
    }

    private static FactTimes times(GatewaySettings.Access access) {
        try {
            return new FactTimes(access.reloadAfter(), access.maxStaleness(), access.patience(), BACKOFF);
        } catch (IllegalArgumentException mistake) {
            throw new SettingMistake("gateway.access: " + mistake.getMessage());
        }
    }

    private static double heartbeatSeconds(FactDesk desk) {
        Duration age = desk.tracked().heartbeatAge(desk.clock().getAsLong());
        return age == null ? Double.NaN : age.toNanos() / 1e9;
    }

    /** Last, when all who hold something are there. */
    @Bean
    FactPushes pushes(FactDesk desk, List<FactPushes.Followers> followers, OpenStreams streams, RedisStore redis) {
        FactPushes pushes = new FactPushes(desk,
                Stream.concat(followers.stream(), Stream.of(streams.followers())).toList());
        redis.follow(pushes);
        return pushes;
    }

    /** The name before {@code HealthIndicator} is what it is called in the details. */
    @Bean
    RedisHealth redisHealthIndicator(FactDesk desk) {
        return new RedisHealth(desk.tracked(), desk.clock());
    }
}
