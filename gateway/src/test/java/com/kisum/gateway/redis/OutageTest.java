package com.kisum.gateway.redis;

import static com.kisum.gateway.fact.Examples.company;
import static com.kisum.gateway.fact.Examples.entitlements;
import static com.kisum.gateway.fact.Examples.grants;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.ChangeStore.Stored;
import com.kisum.gateway.fact.PointerReading;
import com.kisum.gateway.fact.SharedFacts.MembershipName;
import com.kisum.gateway.fact.SharedFacts.SharedReading;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What does a Redis that is away, hangs or holds garbage cost those who ask? */
class OutageTest {
    private static final CompanyId ACME = new CompanyId("acme");
    private static final UserId ADA = new UserId("ada");
    private static final Stored TOO_MANY = new Stored.No("too many changes are announced at once");
    private static final MembershipId M1 = new MembershipId("m-1");

    @Test
    void nobodyWaitsForARedisThatIsNotThere() {
        RedisSettings nobody = RedisSettings.at("redis://127.0.0.1:" + RedisProcess.freePort());
        try (StoreUnderTest store = StoreUnderTest.opening(nobody)) {
            long begun = System.nanoTime();
            for (int i = 0; i < 1_000; i++) {
                assertThat(store.read(company("acme"))).isInstanceOf(PointerReading.Unreachable.class);
            }
            assertThat(store.move(company("acme"), 1)).isInstanceOf(PointerReading.Unreachable.class);
            assertThat(store.down(company("acme"), 1, 0)).isInstanceOf(PointerReading.Unreachable.class);
            assertThat(StoreUnderTest.said(store.facts().membershipOf(ACME, ADA)))
                    .isInstanceOf(MembershipName.Unreachable.class);
            assertThat(StoreUnderTest.said(store.facts().read(ACME, M1, 1, 1)))
                    .isInstanceOf(SharedReading.Unreachable.class);
            StoreUnderTest.done(store.facts().nameMembership(ACME, ADA, M1, Duration.ofSeconds(9)));
            StoreUnderTest.done(store.facts().keep(entitlements("acme", 1), grants("acme", "m-1", 1), Duration.ZERO,
                    Duration.ofSeconds(9)));
            assertThat(store.announce(new Change.OfCompany(ACME, 1))).isInstanceOf(Stored.No.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void aRedisThatHangsCostsABoundedNumberOfWaitsAndIsBackSoon() {
        try (RedisProcess redis = RedisProcess.start();
                StoreUnderTest store = StoreUnderTest.listening(RedisSettings.at(redis.uri()), 1)) {
            redis.freeze();
            try {
                List<PointerReading> readings = Objects
                        .requireNonNull(Flux.fromIterable(IntStream.range(0, 5_000).boxed().toList())
                                .flatMap(i -> store.store.pointers().read(company("c" + i)), 5_000).collectList()
                                .block(RedisProcess.PATIENCE));
                assertThat(readings).hasSize(5_000).allMatch(PointerReading.Unreachable.class::isInstance);
                long waited = store.meters.get("redis.calls").tags("call", "read_pointer", "outcome", "outage").timer()
                        .count();
                assertThat(waited).isLessThanOrEqualTo(256);
                long begun = System.nanoTime();
                assertThat(store.read(company("acme"))).isInstanceOf(PointerReading.Unreachable.class);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).as("the breaker is open")
                        .isLessThan(Duration.ofMillis(300));
                assertThat(store.announce(new Change.OfCompany(ACME, 1))).isInstanceOf(Stored.No.class);
            } finally {
                redis.thaw();
            }
            long thawed = System.nanoTime();
            await().atMost(RedisProcess.PATIENCE).pollInterval(Duration.ofMillis(20))
                    .until(() -> store.move(company("back"), 1).equals(new PointerReading.At(1)));
            assertThat(Duration.ofNanos(System.nanoTime() - thawed)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void garbageAndWhatBelongsToOthersIsMissing() {
        try (RedisProcess redis = RedisProcess.start();
                StoreUnderTest store = StoreUnderTest.of(RedisSettings.at(redis.uri()))) {
            for (String value : List.of("{}", "garbage", "17")) {
                redis.said("SET access:acme:m-1:17.3 " + value);
                assertThat(StoreUnderTest.said(store.facts().read(ACME, M1, 17, 3)))
                        .isEqualTo(new SharedReading.Missing());
            }
            redis.said("SET access-member:acme:ada not*an*id");
            assertThat(StoreUnderTest.said(store.facts().membershipOf(ACME, ADA)))
                    .isEqualTo(new MembershipName.Unknown());
            redis.said("DEL access:acme:m-1:17.3 access-member:acme:ada");
            redis.said("LPUSH access:acme:m-1:17.3 x");
            redis.said("LPUSH access-member:acme:ada x");
            assertThat(StoreUnderTest.said(store.facts().read(ACME, M1, 17, 3))).isEqualTo(new SharedReading.Missing());
            assertThat(StoreUnderTest.said(store.facts().membershipOf(ACME, ADA)))
                    .isEqualTo(new MembershipName.Unknown());
            assertThat(store.meters.counter("redis.strange", "what", "facts").count()).isEqualTo(4);

            StoreUnderTest.done(store.facts().nameMembership(ACME, ADA, M1, Duration.ofSeconds(9)));
            assertThat(StoreUnderTest.said(store.facts().membershipOf(ACME, ADA)))
                    .isEqualTo(new MembershipName.Named(M1));
        }
    }

    @Test
    void factsThatWereCopiedUnderAnotherKeyAreMissing() {
        try (RedisProcess redis = RedisProcess.start();
                StoreUnderTest store = StoreUnderTest.of(RedisSettings.at(redis.uri()))) {
            StoreUnderTest.done(store.facts().keep(entitlements("acme", 17), grants("acme", "m-1", 3), Duration.ZERO,
                    Duration.ofSeconds(60)));
            assertThat(redis.said("COPY access:acme:m-1:17.3 access:acme:m-1:18.3")).startsWith(":1");
            assertThat(redis.said("COPY access:acme:m-1:17.3 access:lumen:m-1:17.3")).startsWith(":1");

            assertThat(StoreUnderTest.said(store.facts().read(ACME, M1, 17, 3)))
                    .isInstanceOf(SharedReading.Found.class);
            assertThat(StoreUnderTest.said(store.facts().read(ACME, M1, 18, 3))).isEqualTo(new SharedReading.Missing());
            assertThat(StoreUnderTest.said(store.facts().read(new CompanyId("lumen"), M1, 17, 3)))
                    .isEqualTo(new SharedReading.Missing());
            redis.said("PERSIST access:acme:m-1:17.3");
            assertThat(StoreUnderTest.said(store.facts().read(ACME, M1, 17, 3))).as("without an end there is no age")
                    .isEqualTo(new SharedReading.Missing());
        }
    }

    @Test
    void factsWhoseCommandWasHeldUpAreNoYounger() {
        try (RedisProcess redis = RedisProcess.start();
                StoreUnderTest store = StoreUnderTest.of(RedisSettings.at(redis.uri()))) {
            redis.freeze();
            Mono<Void> kept = store.facts().keep(entitlements("acme", 17), grants("acme", "m-1", 3), Duration.ZERO,
                    Duration.ofMillis(900));
            long begun = System.nanoTime();
            kept.block(RedisProcess.PATIENCE);
            await().until(() -> System.nanoTime() - begun > Duration.ofSeconds(1).toNanos());
            redis.thaw();

            assertThat(redis.said("PING")).startsWith("+PONG");
            assertThat(redis.said("EXISTS access:acme:m-1:17.3")).startsWith(":0");
        }
    }

    @Test
    void aPasswordIsSaidAndAWrongOneIsAnOutage() {
        try (RedisProcess redis = RedisProcess.start("--requirepass", "sesame")) {
            RedisSettings plain = RedisSettings.at(redis.uri());
            try (StoreUnderTest store = StoreUnderTest.of(with(plain, "sesame"));
                    StoreUnderTest wrong = StoreUnderTest.opening(with(plain, "open"))) {
                assertThat(store.move(company("acme"), 1)).isEqualTo(new PointerReading.At(1));
                assertThat(wrong.read(company("acme"))).isInstanceOf(PointerReading.Unreachable.class);
                assertThat(with(plain, "sesame").toString()).doesNotContain("sesame");
            }
        }
    }

    @Test
    void aPrimaryAloneAcceptsUnlessReplicasAreExpected() {
        try (RedisProcess redis = RedisProcess.start();
                StoreUnderTest auto = StoreUnderTest.of(RedisSettings.at(redis.uri()));
                StoreUnderTest strict = StoreUnderTest
                        .of(RedisSettings.at(redis.uri()).withReplicas(RedisSettings.Replicas.EXPECTED))) {
            auto.awaitAccepted(new Change.OfCompany(ACME, 1));
            assertThat(strict.announce(new Change.OfCompany(ACME, 1))).isInstanceOf(Stored.No.class);
            try (RedisProcess replica = RedisProcess.start("--replicaof", "127.0.0.1",
                    Integer.toString(redis.port()))) {
                strict.awaitAccepted(new Change.OfCompany(ACME, 2));
                auto.awaitAccepted(new Change.OfCompany(ACME, 2));
                replica.kill();
                assertThat(auto.announce(new Change.OfCompany(ACME, 3))).as("it was there a moment ago")
                        .isEqualTo(new Stored.No("no replica confirmed in time"));
            }
        }
    }

    @Test
    void tenThousandAnnouncementsAtOnceAreAllStoredAndTheNextIsTurnedAway() {
        try (RedisProcess redis = RedisProcess.start();
                StoreUnderTest store = StoreUnderTest.of(RedisSettings.at(redis.uri()))) {
            store.awaitAccepted(new Change.OfCompany(ACME, 0));
            redis.freeze();
            List<Stored> turnedAway;
            try {
                turnedAway = Objects.requireNonNull(Flux.range(0, 12_000)
                        .flatMap(i -> store.changes.store(new Change.OfCompany(new CompanyId("c" + i), 1)), 12_000)
                        .collectList().block(RedisProcess.PATIENCE));
            } finally {
                redis.thaw();
            }
            assertThat(turnedAway).filteredOn(TOO_MANY::equals)
                    .hasSizeBetween(1, 2_000);

            await().atMost(RedisProcess.PATIENCE)
                    .until(() -> store.announce(new Change.OfCompany(ACME, 1)) instanceof Stored.Yes);
        }
        try (RedisProcess redis = RedisProcess.start();
                StoreUnderTest store = StoreUnderTest.of(RedisSettings.at(redis.uri()))) {
            store.awaitAccepted(new Change.OfCompany(ACME, 0));
            List<Integer> unsaid = new ArrayList<>(IntStream.range(0, 10_000).boxed().toList());
            // A busy machine may not answer all of them in time, and what was late takes its connection along: whoever is told so
            // says it again.
            await().atMost(RedisProcess.PATIENCE).until(() -> {
                unsaid.removeAll(announcedAtOnce(store, List.copyOf(unsaid)));
                return unsaid.isEmpty();
            });
            for (int i = 0; i < 10_000; i += 97) {
                assertThat(store.read(company("c" + i))).isEqualTo(new PointerReading.At(2));
            }
        }
    }

    private static Set<Integer> announcedAtOnce(StoreUnderTest store, List<Integer> companies) {
        return Objects.requireNonNull(Flux.fromIterable(companies)
                .flatMap(i -> store.changes.store(new Change.OfCompany(new CompanyId("c" + i), 2))
                        .doOnNext(answer -> assertThat(answer).isNotEqualTo(TOO_MANY))
                        .filter(Stored.Yes.class::isInstance).map(_ -> i), 10_000)
                .collect(Collectors.toSet())
                .block(RedisProcess.PATIENCE));
    }

    private static RedisSettings with(RedisSettings plain, String password) {
        return new RedisSettings(plain.uris(), false, null, Secret.of(password), null, "", plain.connectTimeout(),
                plain.commandTimeout(), plain.heartbeat(), plain.pointerLife(), plain.waitForReplica(),
                plain.replicas(),
                plain.maxConcurrent());
    }
}
