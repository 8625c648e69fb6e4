package com.kisum.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.limit.Bucket;
import com.kisum.gateway.limit.SharedBuckets.Taken;
import com.kisum.policy.route.RateLimit;
import com.kisum.policy.route.RateLimit.Limited;
import com.kisum.policy.route.RouteId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Do all replicas count together, in a real Redis and by its clock? */
final class RedisBucketsTest {
    private static final AtomicInteger PEOPLE = new AtomicInteger();
    private static final Limited TWENTY_AN_HOUR = new Limited(20, Duration.ofHours(1), RateLimit.Scope.ADDRESS);

    private static RedisProcess redis;
    private static StoreUnderTest one;
    private static StoreUnderTest other;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
        RedisSettings settings = RedisSettings.at(redis.uri()).withPrefix("kisum:")
                .withHeartbeat(Duration.ofMillis(100));
        one = StoreUnderTest.listening(settings, 1);
        other = StoreUnderTest.listening(settings, 1);
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        redis.close();
    }

    /** Of someone who has not been here. */
    private static Bucket bucket() {
        return new Bucket(new RouteId("auth.login"), RateLimit.Scope.ADDRESS, "192.0.2." + PEOPLE.incrementAndGet());
    }

    private static String key(Bucket bucket) {
        return "kisum:access-limit:auth.login:address:" + bucket.who();
    }

    private static Taken take(StoreUnderTest store, Bucket bucket, Limited limit) {
        return StoreUnderTest.said(store.store.buckets().take(bucket, limit));
    }

    private static Duration wait(Taken taken) {
        assertThat(taken).isInstanceOf(Taken.No.class);
        return ((Taken.No) taken).until();
    }

    private static long taken(Bucket bucket, Limited limit, int attempts) {
        return Objects.requireNonNull(Flux.range(0, attempts)
                .flatMap(i -> (i % 2 == 0 ? one : other).store.buckets().take(bucket, limit), attempts)
                .filter(Taken.Yes.class::isInstance).count().block(RedisProcess.PATIENCE));
    }

    @Test
    void ofManyWhoComeAtOnceExactlyTheLimitPasses() {
        Bucket bucket = bucket();
        assertThat(taken(bucket, TWENTY_AN_HOUR, 200)).isEqualTo(20);
        Duration wait = wait(take(one, bucket, TWENTY_AN_HOUR));
        assertThat(wait).isBetween(Duration.ofSeconds(160), Duration.ofSeconds(180));
        assertThat(wait(take(other, bucket, TWENTY_AN_HOUR))).as("whoever is refused makes it no longer")
                .isLessThanOrEqualTo(wait);
        assertThat(taken(bucket(), TWENTY_AN_HOUR, 200)).as("of another").isEqualTo(20);
    }

    /** By its own clock; nobody here waits longer than Redis said. */
    @Test
    void oneMorePassesWhenItSaidSoAndNotTwo() {
        Limited fiveASecond = new Limited(5, Duration.ofSeconds(1), RateLimit.Scope.ADDRESS);
        Bucket bucket = bucket();
        long begun = System.nanoTime();
        AtomicInteger passed = new AtomicInteger();
        await().atMost(RedisProcess.PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> {
            passed.addAndGet(take(one, bucket, fiveASecond) instanceof Taken.Yes ? 1 : 0);
            return passed.get() >= 10;
        });
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(taken).as("five at once, and five more in a second").isGreaterThan(Duration.ofMillis(990));
        Duration until = take(one, bucket, fiveASecond) instanceof Taken.No(Duration wait) ? wait : Duration.ZERO;
        assertThat(until).isLessThanOrEqualTo(Duration.ofMillis(200));
        await().pollDelay(until.plusMillis(5)).atMost(RedisProcess.PATIENCE)
                .untilAsserted(() -> assertThat(take(one, bucket, fiveASecond)).isInstanceOf(Taken.Yes.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 20, 999, 12_345})
    void theBurstIsTheCountWhateverItsDivision(int count) {
        Bucket bucket = bucket();
        Limited limit = new Limited(count, Duration.ofHours(1), RateLimit.Scope.ADDRESS);
        int attempts = Math.min(count, 200);
        assertThat(taken(bucket, limit, attempts)).isEqualTo(attempts);
        if (count <= attempts) {
            assertThat(take(one, bucket, limit)).isInstanceOf(Taken.No.class);
        }
    }

    @Test
    void aBucketIsOneKeyThatGoesWhenItIsFull() {
        Bucket bucket = bucket();
        take(one, bucket, TWENTY_AN_HOUR);
        long millis = Long.parseLong(redis.said("PTTL " + key(bucket)).lines().findFirst().orElseThrow().substring(1));
        assertThat(millis).isBetween(170_000L, 180_000L);
    }

    /** Written down by the refusal, or the wait would begin anew with each. */
    @Test
    void aLimitThatWasChangedStrandsNobody() {
        Bucket bucket = bucket();
        Limited onceAnHour = new Limited(1, Duration.ofHours(1), RateLimit.Scope.ADDRESS);
        Limited fiftyASecond = new Limited(50, Duration.ofSeconds(1), RateLimit.Scope.ADDRESS);
        assertThat(take(one, bucket, onceAnHour)).isInstanceOf(Taken.Yes.class);
        assertThat(wait(take(one, bucket, onceAnHour))).isGreaterThan(Duration.ofMinutes(59));
        assertThat(wait(take(other, bucket, fiftyASecond))).isLessThanOrEqualTo(Duration.ofMillis(20));
        await().atMost(RedisProcess.PATIENCE).pollInterval(Duration.ofMillis(5))
                .until(() -> take(other, bucket, fiftyASecond) instanceof Taken.Yes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET %s nonsense", "SET %s nan", "SET %s inf", "SET %s -5", "LPUSH %s 1"})
    void whatIsNoBucketGivesWay(String command) {
        Bucket bucket = bucket();
        assertThat(redis.said(command.formatted(key(bucket)))).doesNotStartWith("-");
        await().atMost(RedisProcess.PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> take(one, bucket,
                new Limited(50, Duration.ofSeconds(1), RateLimit.Scope.ADDRESS)) instanceof Taken.Yes);
        assertThat(taken(bucket, TWENTY_AN_HOUR, 60)).isBetween(1L, 20L);
    }

    @Test
    void aRedisThatForgotTheScriptIsToldIt() {
        Bucket bucket = bucket();
        take(one, bucket, TWENTY_AN_HOUR);
        redis.said("SCRIPT FLUSH");
        assertThat(taken(bucket, TWENTY_AN_HOUR, 40)).isEqualTo(19);
    }

    /** Whoever tracks changes would be told of every login. */
    @Test
    void nobodyIsToldOfIt() {
        double before = strange();
        IntStream.range(0, 20).forEach(i -> take(one, bucket(), TWENTY_AN_HOUR));
        one.heard.awaitHeartbeatsOf(1);
        assertThat(strange()).isEqualTo(before);
        RedisKeys keys = new RedisKeys("kisum:");
        for (RateLimit.Scope scope : RateLimit.Scope.values()) {
            String key = keys.bucket(new Bucket(new RouteId("a"), scope, "2001:db8::"));
            assertThat(key).isEqualTo("kisum:access-limit:a:" + scope.name().toLowerCase(Locale.ROOT) + ":2001:db8::")
                    .doesNotStartWith(keys.versions()).doesNotStartWith(keys.members());
        }
    }

    private static double strange() {
        return one.meters.get("redis.strange").tag("what", "pushed_key").counter().count();
    }

    @Test
    void eachReplicaKnowsHowManyThereAreAlsoWhenRedisHasGone() {
        RedisProcess own = RedisProcess.start();
        RedisSettings settings = RedisSettings.at(own.uri()).withHeartbeat(Duration.ofMillis(50));
        try (own; StoreUnderTest first = StoreUnderTest.listening(settings, 1)) {
            assertThat(first.store.replicas()).isEqualTo(1);
            try (StoreUnderTest second = StoreUnderTest.listening(settings, 1);
                    StoreUnderTest third = StoreUnderTest.listening(settings, 1)) {
                for (StoreUnderTest store : List.of(first, second, third)) {
                    await().atMost(RedisProcess.PATIENCE).until(() -> store.store.replicas() == 3);
                }
                own.freeze();
                Bucket bucket = bucket();
                await().atMost(RedisProcess.PATIENCE)
                        .until(() -> take(first, bucket, TWENTY_AN_HOUR) instanceof Taken.Unreachable);
                assertThat(first.store.replicas()).isEqualTo(3);
                own.restart();
                await().atMost(RedisProcess.PATIENCE)
                        .until(() -> !(take(first, bucket, TWENTY_AN_HOUR) instanceof Taken.Unreachable));
                assertThat(first.store.replicas()).isEqualTo(3);
            }
            await().atMost(RedisProcess.PATIENCE).until(() -> first.store.replicas() == 1);
        }
    }

    @Test
    void aRedisThatHangsIsWaitedForNoLongerThanTheTimeout() {
        RedisProcess own = RedisProcess.start();
        try (own; StoreUnderTest store = StoreUnderTest.of(RedisSettings.at(own.uri()))) {
            own.freeze();
            long begun = System.nanoTime();
            assertThat(take(store, bucket(), TWENTY_AN_HOUR)).isEqualTo(new Taken.Unreachable("no answer in time"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
            await().atMost(RedisProcess.PATIENCE).pollInterval(Duration.ofMillis(1))
                    .until(() -> take(store, bucket(), TWENTY_AN_HOUR) instanceof Taken.Unreachable(String cause)
                            && !cause.equals("no answer in time"));
            long later = System.nanoTime();
            assertThat(take(store, bucket(), TWENTY_AN_HOUR)).isInstanceOf(Taken.Unreachable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - later)).isLessThan(Duration.ofMillis(250));
        }
    }
}
