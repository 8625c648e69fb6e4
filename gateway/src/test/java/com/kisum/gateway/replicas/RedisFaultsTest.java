package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.redis.RedisRelay;
import com.kisum.gateway.replicas.Truth.Person;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds while Redis does not tell, does not answer, or has forgotten everything? */
@ExtendWith(OneRedis.Shared.class)
class RedisFaultsTest {
    private final OneRedis world;
    private final TwoReplicas replicas;

    RedisFaultsTest(OneRedis world) {
        this.world = world;
        this.replicas = world.replicas;
    }

    @BeforeEach
    void allIsWell() {
        world.isWell();
    }

    private void lost(Replica replica) {
        await().atMost(TwoReplicas.PATIENCE).pollInterval(Duration.ofMillis(10))
                .until(() -> replica.measured("gateway.access.heartbeat.age") > 0.5);
    }

    @ParameterizedTest
    @EnumSource(Changed.class)
    void withoutPushesMaxStalenessBounds(Changed changed) {
        Person person = replicas.known();
        world.wireOfOne.tellsNothing();
        lost(replicas.one);
        try (Traffic atOne = Traffic.of(replicas.one, person); Traffic atOther = Traffic.of(replicas.other, person)) {
            atOne.allWere("200");
            changed.happen(replicas.truth, person);
            Told accepted = replicas.other.announce(changed.said(person));
            assertThat(accepted.status()).isEqualTo(204);
            for (Traffic traffic : new Traffic[]{atOne, atOther}) {
                traffic.awaitEnforced(changed.answer);
                traffic.noneAllowedAfter(accepted.ended() + TwoReplicas.MAX_STALENESS.toNanos());
            }
        }
    }

    /** Down, and silent: the sources answer, so nobody is turned away, and what changes is found there. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutRedisTheSourcesAnswerAndAllIsHealed(boolean silent) {
        Person person = replicas.known();
        Person another = replicas.known();
        for (RedisRelay wire : new RedisRelay[]{world.wireOfOne, world.wireOfOther}) {
            if (silent) {
                wire.fallsSilent();
            } else {
                wire.goesDown();
            }
        }
        try (Traffic atOne = Traffic.of(replicas.one, person); Traffic atOther = Traffic.of(replicas.other, person)) {
            replicas.both().forEach(this::lost);
            atOne.awaitMore();
            atOther.awaitMore();
            atOne.allWere("200");
            atOther.allWere("200");
            Person newcomer = replicas.truth.newcomer();
            replicas.both().forEach(replica -> replicas.becomes(replica, newcomer, "200"));
            assertThat(replicas.one.announce(Changed.GRANT.said(person)).status()).isEqualTo(503);
            Changed.GRANT.happen(replicas.truth, person);
            long happened = System.nanoTime();
            for (Traffic traffic : new Traffic[]{atOne, atOther}) {
                traffic.awaitEnforced(Changed.GRANT.answer);
                traffic.noneAllowedAfter(happened + TwoReplicas.RELOAD_AFTER.toNanos());
            }
        }
        world.isWell();
        Changed.SESSION.happen(replicas.truth, another);
        assertThat(replicas.other.announce(Changed.SESSION.said(another)).status()).isEqualTo(204);
        replicas.both().forEach(replica -> replicas.becomes(replica, another, Changed.SESSION.answer));
    }

    @Test
    void aRedisThatWasRestartedIsFilledAgain() {
        Person person = replicas.known();
        try (Traffic atOne = Traffic.of(replicas.one, person); Traffic atOther = Traffic.of(replicas.other, person)) {
            world.redis.restart();
            replicas.awaitTold();
            atOne.awaitMore();
            atOther.awaitMore();
            atOne.allWere("200");
            atOther.allWere("200");
            Changed.COMPANY.happen(replicas.truth, person);
            assertThat(replicas.one.announce(Changed.COMPANY.said(person)).status()).isEqualTo(204);
            atOne.awaitEnforced(Changed.COMPANY.answer);
            atOther.awaitEnforced(Changed.COMPANY.answer);
        }
    }

    /** The pointers are gone, and with them the only word about a change that its source does not show yet. */
    @Test
    void aFlushIsUnderstood() {
        Person person = replicas.known();
        try (Traffic atOne = Traffic.of(replicas.one, person); Traffic atOther = Traffic.of(replicas.other, person)) {
            int before = replicas.one.neighbours.asked();
            assertThat(world.redis.said("FLUSHALL")).startsWith("+OK");
            await().atMost(TwoReplicas.PATIENCE).pollInterval(Duration.ofMillis(5))
                    .until(() -> replicas.one.neighbours.asked() > before);
            atOne.awaitMore();
            atOther.awaitMore();
            atOne.allWere("200");
            atOther.allWere("200");
            Changed.TOKEN_VERSION.happen(replicas.truth, person);
            assertThat(replicas.other.announce(Changed.TOKEN_VERSION.said(person)).status()).isEqualTo(204);
            atOne.awaitEnforced(Changed.TOKEN_VERSION.answer);
            atOther.awaitEnforced(Changed.TOKEN_VERSION.answer);
        }
    }

    /** Cut, healed, and asked at once, while others ask too: there is always an answer, and always in time. */
    @Test
    void whoAsksAsSoonAsRedisIsBackIsAnswered() {
        Person person = replicas.known();
        try (Traffic atOne = Traffic.of(replicas.one, replicas.known());
                Traffic denied = Traffic.of(replicas.one, replicas.truth.stranger())) {
            for (int i = 0; i < 60; i++) {
                world.wireOfOne.goesDown();
                replicas.one.get(person, "/events/1");
                world.wireOfOne.isWell();
                Told told = replicas.one.get(person, "/events/1");
                assertThat(told.answer()).isEqualTo("200");
                assertThat(told.millis()).as("milliseconds of round " + i).isLessThan(3_000);
            }
            atOne.allWere("200");
            denied.allWere("403 NOT_A_MEMBER");
        }
    }
}
