package com.kisum.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.limit.SharedBuckets.Taken;
import com.kisum.policy.route.RateLimit;
import com.kisum.policy.route.RateLimit.Limited;
import com.kisum.policy.route.RouteId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What does a replica let pass by itself, and when does it not even ask? */
final class RateLimitsTest {
    private static final Bucket ADA = bucket("ada");

    private final AtomicLong clock = new AtomicLong(-7_000_000_000L);
    private final AtomicInteger replicas = new AtomicInteger(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Mono<Taken> answer = Mono.just(new Taken.Unreachable("for the test"));
    private final RateLimits limits = new RateLimits((bucket, limit) -> {
        asked.incrementAndGet();
        return answer;
    }, clock::get, replicas::get, 1_000, meters);

    private static Bucket bucket(String who) {
        return new Bucket(new RouteId("export"), RateLimit.Scope.USER, who);
    }

    private static Limited perMinute(int count) {
        return new Limited(count, Duration.ofMinutes(1), RateLimit.Scope.USER);
    }

    private Passage take(Limited limit) {
        return Objects.requireNonNull(limits.take(ADA, limit).block());
    }

    private void passes(int times, Limited limit) {
        for (int i = 0; i < times; i++) {
            assertThat(take(limit)).isInstanceOf(Passage.Passed.class);
        }
    }

    private void isRefused(Limited limit, Duration retryAfter) {
        assertThat(take(limit)).isEqualTo(new Passage.Refused(retryAfter));
    }

    private void later(Duration by) {
        clock.addAndGet(by.toNanos());
    }

    private double counted(String tier, String outcome) {
        return meters.get("gateway.rate.limits").tag("tier", tier).tag("outcome", outcome).counter().count();
    }

    @ParameterizedTest
    @CsvSource({"20,1,20,3", "20,2,10,6", "20,3,6,9", "20,20,1,60", "20,60,1,180", "1,1,1,60", "1,4,1,240"})
    void aReplicaLetsItsSharePass(int count, int others, int burst, int seconds) {
        replicas.set(others);
        passes(burst, perMinute(count));
        isRefused(perMinute(count), Duration.ofSeconds(seconds));
        later(Duration.ofSeconds(seconds).minusNanos(1_000));
        isRefused(perMinute(count), Duration.of(1, java.time.temporal.ChronoUnit.MICROS));
        later(Duration.ofNanos(1_000));
        passes(1, perMinute(count));
        isRefused(perMinute(count), Duration.ofSeconds(seconds));
        later(Duration.ofHours(9));
        passes(burst, perMinute(count));
        isRefused(perMinute(count), Duration.ofSeconds(seconds));
        assertThat(counted("share", "passed")).isEqualTo(burst + 1.0 + burst);
        assertThat(counted("share", "limited")).isEqualTo(4);
    }

    /** Over a long time, however the requests come: never more than the limit and one burst. */
    @ParameterizedTest
    @CsvSource({"7,1", "13,3", "1000,7"})
    void allSharesTogetherAreNoMoreThanTheLimit(int count, int others) {
        replicas.set(others);
        int passed = 0;
        for (int i = 0; i < 60_000; i++) {
            passed += take(perMinute(count)) instanceof Passage.Passed ? 1 : 0;
            later(Duration.ofMillis(10));
        }
        assertThat(passed * others).isBetween(count * 10 - others, count * 11 + others);
    }

    @Test
    void eachHasABucketOfTheirOwn() {
        passes(2, perMinute(2));
        assertThat(take(perMinute(2))).isInstanceOf(Passage.Refused.class);
        assertThat(limits.take(bucket("cleo"), perMinute(2)).block()).isInstanceOf(Passage.Passed.class);
    }

    @Test
    void aLimitThatWasChangedStrandsNobody() {
        Limited hourly = new Limited(1, Duration.ofHours(1), RateLimit.Scope.USER);
        passes(1, hourly);
        isRefused(hourly, Duration.ofHours(1));
        isRefused(perMinute(60), Duration.ofSeconds(1));
        later(Duration.ofSeconds(1));
        passes(1, perMinute(60));
    }

    /** Else an outage of Redis would be a present of one burst to everybody who has just used theirs up. */
    @Test
    void whatHasPassedCountsWhenRedisGoes() {
        Limited limit = perMinute(10);
        answer = Mono.just(new Taken.Yes());
        passes(9, limit);
        answer = Mono.just(new Taken.Unreachable("for the test"));
        passes(1, limit);
        isRefused(limit, Duration.ofSeconds(6));
    }

    @Test
    void whatRedisHasCalledEmptyIsEmptyWhenRedisGoes() {
        Limited limit = perMinute(10);
        answer = Mono.just(new Taken.No(Duration.ofSeconds(6)));
        isRefused(limit, Duration.ofSeconds(6));
        answer = Mono.just(new Taken.Unreachable("for the test"));
        later(Duration.ofSeconds(1));
        isRefused(limit, Duration.ofSeconds(5));
        later(Duration.ofSeconds(5));
        passes(1, limit);
    }

    @Test
    void aFloodIsNoFloodForRedis() {
        answer = Mono.just(new Taken.No(Duration.ofSeconds(3)));
        for (int i = 0; i < 1_000; i++) {
            assertThat(take(perMinute(20))).isInstanceOf(Passage.Refused.class);
            later(Duration.ofMillis(2));
        }
        assertThat(asked).as("in two seconds").hasValue(2);
        assertThat(counted("memory", "limited")).isEqualTo(998);
        assertThat(counted("redis", "limited")).isEqualTo(2);
    }

    @Test
    void howLongToWaitGrowsLessWhileItIsRemembered() {
        answer = Mono.just(new Taken.No(Duration.ofSeconds(3)));
        isRefused(perMinute(20), Duration.ofSeconds(3));
        later(Duration.ofMillis(400));
        isRefused(perMinute(20), Duration.ofMillis(2_600));
        answer = Mono.just(new Taken.Yes());
        isRefused(perMinute(20), Duration.ofMillis(2_600));
        passes(1, perMinute(21));
        later(Duration.ofMillis(600));
        passes(1, perMinute(20));
    }

    @Test
    void noMoreAskAtOnceThanCanBeThere() {
        Sinks.One<Taken> word = Sinks.one();
        answer = word.asMono();
        List<Passage> said = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            limits.take(ADA, perMinute(20)).subscribe(said::add);
        }
        assertThat(asked).hasValue(20);
        assertThat(said).hasSize(80).containsOnly(new Passage.Refused(Duration.ofSeconds(3)));
        word.tryEmitValue(new Taken.Yes());
        assertThat(said).hasSize(100).filteredOn(Passage.Passed.class::isInstance).hasSize(20);
        limits.take(ADA, perMinute(20)).subscribe(said::add);
        assertThat(asked).as("those who were answered ask no more").hasValue(21);
    }

    @Test
    void whoHangsUpAsksNoMore() {
        answer = Mono.never();
        for (int i = 0; i < 50; i++) {
            limits.take(ADA, perMinute(1)).subscribe().dispose();
        }
        assertThat(asked).hasValue(50);
    }

    @Test
    void nothingIsAskedBeforeSomeoneWaits() {
        Mono<Passage> unused = limits.take(ADA, perMinute(1));
        assertThat(asked).hasValue(0);
        assertThat(unused.block()).isInstanceOf(Passage.Passed.class);
    }

    @Test
    void whatIsKnownIsBounded() {
        for (int i = 0; i < 20_000; i++) {
            limits.take(bucket("u" + i), perMinute(1)).block();
        }
        assertThat(limits.known()).isLessThanOrEqualTo(1_000);
        later(Duration.ofNanos(TimeUnit.HOURS.toNanos(3)));
        assertThat(limits.known()).isZero();
    }
}
