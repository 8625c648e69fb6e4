package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.replicas.Truth.Person;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often may a route be used, whichever replica is asked, and when Redis cannot count for them? */
@ExtendWith(OneRedis.Shared.class)
class SharedLimitTest {
    private static final String LIMITED = "429 RATE_LIMITED";
    private static final Duration HEALED = Duration.ofSeconds(10);

    private final OneRedis world;
    private final TwoReplicas replicas;

    SharedLimitTest(OneRedis world) {
        this.world = world;
        this.replicas = world.replicas;
    }

    @BeforeEach
    void allIsWell() {
        world.isWell();
        replicas.both().forEach(replica -> await().atMost(TwoReplicas.PATIENCE)
                .until(() -> replica.measured("gateway.rate.limits.replicas") == 2));
    }

    @AfterEach
    void isWell() {
        world.isWell();
    }

    private List<String> answers(Person person, String path, int times) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add((i % 2 == 0 ? replicas.one : replicas.other).get(person, path).answer());
        }
        return answers;
    }

    /** All at once, every other one to each. */
    private long passed(List<Replica> at, Person person, String path, int times) throws Exception {
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Told>> waiting = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                Replica replica = at.get(i % at.size());
                waiting.add(many.submit(() -> replica.get(person, path)));
            }
            long passed = 0;
            for (Future<Told> told : waiting) {
                assertThat(told.get().answer()).isIn("200", LIMITED);
                passed += told.get().isAllowed() ? 1 : 0;
            }
            return passed;
        }
    }

    private static double counted(Replica replica, String tier, String outcome) {
        return replica.bean(MeterRegistry.class).get("gateway.rate.limits").tag("tier", tier).tag("outcome", outcome)
                .counter().count();
    }

    @Test
    void ofManyRequestsToBothExactlyTheLimitPasses() throws Exception {
        Person person = replicas.truth.newcomer();
        assertThat(passed(replicas.both(), person, "/per-user", 100)).isEqualTo(20);
        Told refused = replicas.one.get(person, "/per-user");
        assertThat(refused.answer()).isEqualTo(LIMITED);
        assertThat(Integer.parseInt(Objects.requireNonNull(refused.retryAfter()))).isBetween(150, 180);
        assertThat(replicas.other.get(replicas.truth.newcomer(), "/per-user").answer()).isEqualTo("200");
    }

    @Test
    void aCompanyIsAllOfItsMembersAndNobodyElse() throws Exception {
        Person ada = replicas.truth.newcomer();
        Person cleo = replicas.truth.colleagueOf(ada);
        Person stranger = replicas.truth.stranger();
        Person spy = new Person(stranger.user(), ada.company(), stranger.membership(), stranger.session(),
                stranger.token());
        assertThat(answers(spy, "/per-company", 25)).containsOnly("403 NOT_A_MEMBER");
        assertThat(passed(replicas.both(), ada, "/per-company", 15)).isEqualTo(15);
        assertThat(passed(replicas.both(), cleo, "/per-company", 15)).isEqualTo(5);
        assertThat(replicas.one.get(ada, "/per-company").answer()).isEqualTo(LIMITED);
        assertThat(replicas.one.get(spy, "/per-company").answer()).isEqualTo("403 NOT_A_MEMBER");
    }

    /** Each at its step: whoever is not proven uses up nobody's, and a refusal comes before what is asked later. */
    @Test
    void aUserIsCountedOnceTheyAreProvenAndBeforeTheirMembership() {
        Person person = replicas.truth.newcomer();
        Person forger = new Person(person.user(), person.company(), person.membership(), person.session(), "forged");
        Person elsewhere = new Person(person.user(), replicas.truth.newcomer().company(), person.membership(),
                person.session(), person.token());
        assertThat(answers(forger, "/member-per-user", 5)).containsOnly("401 TOKEN_INVALID");
        assertThat(replicas.one.get(elsewhere, "/member-per-user").answer()).isEqualTo("403 NOT_A_MEMBER");
        assertThat(answers(person, "/member-per-user", 2)).containsExactly("200", LIMITED);
        assertThat(replicas.other.get(elsewhere, "/member-per-user").answer()).isEqualTo(LIMITED);
        assertThat(answers(forger, "/member-per-user", 1)).containsOnly("401 TOKEN_INVALID");
    }

    @Test
    void anAddressIsCountedBeforeItsTokenIsRead() {
        Person forger = replicas.truth.stranger();
        Person forged = new Person(forger.user(), forger.company(), forger.membership(), forger.session(), "forged");
        assertThat(answers(forged, "/per-address", 3)).containsExactly("401 TOKEN_INVALID", "401 TOKEN_INVALID",
                LIMITED);
        assertThat(answers(forger, "/per-address", 1)).containsExactly(LIMITED);
    }

    @Test
    void shadowLiftsNoLimit() {
        Person person = replicas.truth.newcomer();
        replicas.truth.granted(person, 2, false);
        assertThat(answers(person, "/shadow", 4)).containsExactly("200", "200", LIMITED, LIMITED);
    }

    @Test
    void whoeverComesBackWhenTheyWereToldToPasses() {
        Person person = replicas.truth.newcomer();
        Told last = replicas.one.get(person, "/often");
        for (int i = 0; i < 200 && last.isAllowed(); i++) {
            last = replicas.other.get(person, "/often");
        }
        assertThat(last.answer()).isEqualTo(LIMITED);
        assertThat(last.retryAfter()).isEqualTo("1");
        await().pollDelay(Duration.ofSeconds(1)).atMost(TwoReplicas.PATIENCE)
                .untilAsserted(() -> assertThat(replicas.one.get(person, "/often").answer()).isEqualTo("200"));
    }

    /** Cut, or hanging: half of the limit at each of two, and nobody hears of it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutRedisEachAppliesItsShareAndAllIsHealed(boolean silent) throws Exception {
        Person person = replicas.truth.newcomer();
        replicas.both().forEach(replica -> replicas.becomes(replica, person, "200"));
        for (RedisRelay wire : new RedisRelay[]{world.wireOfOne, world.wireOfOther}) {
            if (silent) {
                wire.fallsSilent();
            } else {
                wire.goesDown();
            }
        }
        assertThat(passed(List.of(replicas.one), person, "/per-user", 50)).isEqualTo(10);
        assertThat(passed(List.of(replicas.other), person, "/per-user", 50)).isEqualTo(10);
        Told refused = replicas.one.get(person, "/per-user");
        assertThat(refused.answer()).isEqualTo(LIMITED);
        assertThat(Integer.parseInt(Objects.requireNonNull(refused.retryAfter()))).isBetween(300, 360);
        for (Replica replica : replicas.both()) {
            assertThat(counted(replica, "share", "passed")).isPositive();
            assertThat(replica.get(replicas.truth.newcomer(), "/per-user")).satisfies(told -> {
                assertThat(told.answer()).isEqualTo("200");
                assertThat(told.millis()).isLessThan(3_000);
            });
        }
        world.isWell();
        // A breaker that is half open lets some ask and turns others away, who take from the share once more.
        await().atMost(HEALED).untilAsserted(() -> assertThat(
                passed(replicas.both(), replicas.truth.newcomer(), "/per-user", 60)).isEqualTo(20));
    }
}
