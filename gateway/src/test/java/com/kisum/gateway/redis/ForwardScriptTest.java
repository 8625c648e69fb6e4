package com.kisum.gateway.redis;

import static com.kisum.gateway.fact.Examples.company;
import static com.kisum.gateway.fact.Examples.session;
import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.ChangeStore.Stored;
import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.fact.PointerReading;
import com.kisum.policy.access.CompanyId;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The one script that moves pointers, as Auth and Core would call it, and against whatever stands in its way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForwardScriptTest {
    private static final Duration LIFE = Duration.ofSeconds(1_000);

    private final RedisProcess server = RedisProcess.start();
    private final RedisClient client = RedisClient.create(server.uri());
    private final RedisCommands<String, String> redis = client.connect().sync();
    private final StoreUnderTest store = StoreUnderTest.of(RedisSettings.at(server.uri()).withPointerLife(LIFE));

    @BeforeEach
    void empty() {
        redis.flushall();
    }

    @AfterAll
    void end() {
        store.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        server.close();
    }

    @Test
    void itNeverGoesBackWhoeverWritesAtOnce() throws ExecutionException, InterruptedException {
        long seed = System.nanoTime();
        Map<Pointer, Long> highest = new ConcurrentHashMap<>();
        List<String> wrong = new CopyOnWriteArrayList<>();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                Random random = new Random(seed + writer);
                running.add(writers.submit(() -> write(random, highest, wrong)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        assertThat(wrong).as("seed %d", seed).isEmpty();
        highest.forEach((pointer, version) -> assertThat(store.read(pointer)).as("seed %d, %s", seed, pointer)
                .isEqualTo(new PointerReading.At(version)));
    }

    private void write(Random random, Map<Pointer, Long> highest, List<String> wrong) {
        Map<Pointer, Long> seen = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            Pointer pointer = company("c" + random.nextInt(3));
            // Small and huge, so that what is compared as text or loses digits shows.
            long version = random.nextBoolean() ? random.nextLong(200) : (1L << 53) - 1 - random.nextLong(200);
            version = i < 250 ? Math.min(version, random.nextLong(1L << 53)) : version;
            highest.merge(pointer, version, Math::max);
            PointerReading reading = store.move(pointer, version);
            if (!(reading instanceof PointerReading.At(long now)) || now < version
                    || now < seen.getOrDefault(pointer, 0L)) {
                wrong.add(pointer + " to " + version + " after " + seen.get(pointer) + ": " + reading);
            } else {
                seen.put(pointer, now);
            }
        }
    }

    @Test
    void othersCanCallItWithoutSayingHowLong() throws IOException {
        assertThat(call("access-version:company:acme", "17")).isEqualTo("17");
        assertThat(call("access-version:company:acme", "16")).isEqualTo("17");
        assertThat(call("access-version:session:s-1", "live")).isEqualTo("live");
        assertThat(call("access-version:session:s-1", "revoked")).isEqualTo("revoked");
        assertThat(call("access-version:session:s-1", "live")).isEqualTo("revoked");
        assertThat(call("their:access-version:session:s-1", "live")).isEqualTo("live");

        assertThat(redis.pttl("access-version:company:acme")).isBetween(86_000_000L, 86_400_000L);
        assertThat(store.read(company("acme"))).isEqualTo(new PointerReading.At(17));
        assertThat(store.read(session("s-1"))).isEqualTo(new PointerReading.At(Pointer.REVOKED));
    }

    @Test
    void whatIsNoVersionIsRefused() {
        for (String wrong : List.of("", "-1", "1.5", "1e3", "0x10", "007", " 1", "9007199254740992",
                "10000000000000000", "live", "nan", "inf")) {
            Assertions.assertThatExceptionOfType(RedisCommandExecutionException.class).as("'%s'", wrong)
                    .isThrownBy(() -> call("access-version:company:acme", wrong))
                    .withMessageContaining("not a version");
        }
        Assertions.assertThatExceptionOfType(RedisCommandExecutionException.class)
                .isThrownBy(() -> call("access-version:session:s", "1")).withMessageContaining("live or revoked");
        assertThat(redis.exists("access-version:company:acme", "access-version:session:s")).isZero();
    }

    @Test
    void whatStandsThereAndIsNoVersionIsMissingAndGivesWay() {
        String key = "access-version:company:acme";
        for (String garbage : List.of("", "abc", "-5", "1.5", "007", "0x10", " 7", "9007199254740992", "live",
                "99999999999999999999999")) {
            redis.set(key, garbage);
            assertThat(store.read(company("acme"))).as("'%s'", garbage).isEqualTo(new PointerReading.Missing());
            assertThat(store.move(company("acme"), 3)).as("'%s'", garbage).isEqualTo(new PointerReading.At(3));
        }
        redis.del(key);
        redis.lpush(key, "1");
        assertThat(store.read(company("acme"))).isEqualTo(new PointerReading.Missing());
        assertThat(store.down(company("acme"), 5, 3)).isEqualTo(new PointerReading.Missing());
        assertThat(store.move(company("acme"), 4)).isEqualTo(new PointerReading.At(4));
        assertThat(store.meters.counter("redis.strange", "what", "pointer").count()).isEqualTo(11);
    }

    @Test
    void aPointerThatStaysIsGivenANewLifeOnlyWhenHalfOfItIsOver() {
        String key = "access-version:company:acme";
        store.move(company("acme"), 5);
        redis.pexpire(key, LIFE.multipliedBy(3).dividedBy(4));
        store.move(company("acme"), 5);
        assertThat(redis.pttl(key)).isLessThanOrEqualTo(LIFE.multipliedBy(3).dividedBy(4).toMillis());

        redis.pexpire(key, LIFE.dividedBy(4));
        store.move(company("acme"), 4);
        assertThat(redis.pttl(key)).as("a version behind keeps nothing alive")
                .isLessThanOrEqualTo(LIFE.dividedBy(4).toMillis());

        store.move(company("acme"), 5);
        assertThat(redis.pttl(key)).isGreaterThan(LIFE.multipliedBy(3).dividedBy(4).toMillis());
    }

    @Test
    void aRedisThatForgotTheScriptsIsToldThemAgain() {
        redis.scriptFlush();
        assertThat(store.move(company("acme"), 5)).isEqualTo(new PointerReading.At(5));
        redis.scriptFlush();
        assertThat(store.announce(new Change.OfCompany(new CompanyId("acme"), 6))).isEqualTo(new Stored.Yes());
        assertThat(store.read(company("acme"))).isEqualTo(new PointerReading.At(6));
        redis.scriptFlush();
        assertThat(store.down(company("acme"), 6, 2)).isEqualTo(new PointerReading.At(2));
    }

    private String call(String key, String version) throws IOException {
        try (InputStream script = RedisStore.class.getResourceAsStream("forward.lua")) {
            assertThat(script).isNotNull();
            return redis.eval(new String(script.readAllBytes(), StandardCharsets.UTF_8), ScriptOutputType.VALUE,
                    new String[]{key}, version);
        }
    }
}
