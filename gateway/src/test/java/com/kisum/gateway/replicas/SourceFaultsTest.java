package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.replicas.Neighbours.Port;
import com.kisum.gateway.replicas.Truth.Person;
import java.util.EnumSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decided while Auth's database or Core is down, or hangs, and when it is back? */
@ExtendWith(OneRedis.Shared.class)
class SourceFaultsTest {
    private static final String OUTAGE = "503 ACCESS_UNAVAILABLE";
    private static final long ANSWERED_WITHIN = 3_000;

    private final OneRedis world;
    private final TwoReplicas replicas;

    SourceFaultsTest(OneRedis world) {
        this.world = world;
        this.replicas = world.replicas;
    }

    @BeforeEach
    void allIsWell() {
        world.isWell();
    }

    private static Port port(Replica replica, boolean auth) {
        return auth ? replica.neighbours.auth : replica.neighbours.core;
    }

    private void breakDown(boolean auth, boolean hangs) {
        for (Replica replica : replicas.both()) {
            if (hangs) {
                port(replica, auth).hangs();
            } else {
                port(replica, auth).isDown();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void whatIsHeldDecidesUntilReloadAfterAndThenAsTheRouteSays(boolean auth, boolean hangs) {
        Person person = replicas.known();
        try (Traffic strict = Traffic.of(replicas.one, person);
                Traffic lenient = Traffic.of(replicas.one, person, "GET", "/lenient/1");
                Traffic writing = Traffic.of(replicas.one, person, "POST", "/lenient/1")) {
            breakDown(auth, hangs);
            long broken = System.nanoTime();
            long stale = broken + TwoReplicas.RELOAD_AFTER.toNanos();
            Told first = strict.awaitFirst(OUTAGE);
            assertThat(first.retryAfter()).isNotNull();
            assertThat(first.ended() - broken).as("what is held decides for a while").isPositive();
            // The strict one has grown too old, and the other may be older than that.
            replicas.becomes(replicas.one, person, "GET", "/lenient/2", "200");
            Told write = writing.awaitFirst(OUTAGE);
            assertThat(write.status()).isEqualTo(503);
            lenient.awaitFirst(OUTAGE);
            long out = System.nanoTime();
            strict.awaitSomeSince(out);
            strict.noneAllowedAfter(stale);
            writing.noneAllowedAfter(stale);
            lenient.awaitSomeSince(out);
            lenient.noneAllowedAfter(stale + TwoReplicas.STALE.toNanos());
            assertThat(lenient.answers()).as("longer than without")
                    .anyMatch(told -> told.isAllowed() && told.begun() - first.ended() > 0);
            assertThat(strict.answers()).extracting(Told::answer).containsOnly("200", OUTAGE);
            assertThat(strict.answers()).allMatch(told -> told.millis() < ANSWERED_WITHIN);
            assertThat(lenient.answers()).allMatch(told -> told.millis() < ANSWERED_WITHIN);
        }
        for (Replica replica : replicas.both()) {
            port(replica, auth).isWell();
            replicas.becomes(replica, person, "200");
            replicas.becomes(replica, person, "POST", "/lenient/1", "200");
        }
    }

    @Test
    void whatIsKnownToHaveMovedIsNotStaleButGone() {
        try (Askers askers = new Askers(replicas, EnumSet.allOf(Changed.class))) {
            breakDown(true, false);
            breakDown(false, false);
            askers.eachPerson((changed, person) -> {
                replicas.becomes(replicas.one, person, OUTAGE);
                replicas.becomes(replicas.one, person, "GET", "/patient/1", "200");
                askers.ask(changed, person, replicas.one, "/patient/1");
            });
            askers.eachPerson((changed, person) -> assertThat(replicas.other.announce(changed.said(person)).status())
                    .isEqualTo(204));
            askers.each((changed, asking) -> asking
                    .awaitEnforced(changed == Changed.SESSION ? changed.answer : OUTAGE));
        }
    }

    @Test
    void coreIsNobodysBusinessWhoIsNoMember() {
        Person person = replicas.known();
        breakDown(false, false);
        assertThat(replicas.one.get(replicas.truth.stranger(), "/events/1").answer()).isEqualTo("403 NOT_A_MEMBER");
        Person newcomer = replicas.truth.newcomer();
        assertThat(replicas.one.get(newcomer, "/events/1").answer()).isEqualTo(OUTAGE);
        assertThat(replicas.one.get(newcomer, "/member/1").answer()).isEqualTo("200");
        assertThat(replicas.one.get(person, "/member/1").answer()).isEqualTo("200");
    }
}
