package com.kisum.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many are there, whatever Redis and the others do? One heartbeat each second. */
final class ReplicasTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Replicas replicas = new Replicas("own", Duration.ofSeconds(1));
    private long now = -5 * SECOND;

    private void seconds(int seconds, String... others) {
        for (int i = 0; i < seconds; i++) {
            now += SECOND;
            replicas.heard("own", now);
            for (String other : others) {
                replicas.heard(other, now);
            }
        }
    }

    @Test
    void oneIsThereBeforeAnythingWasHeard() {
        assertThat(replicas.number()).isEqualTo(1);
        seconds(1);
        assertThat(replicas.number()).isEqualTo(1);
    }

    @Test
    void whoWasHeardOfLatelyIsThere() {
        seconds(1, "a", "b");
        assertThat(replicas.number()).isEqualTo(3);
        seconds(9, "a");
        assertThat(replicas.number()).isEqualTo(3);
        seconds(5, "a");
        assertThat(replicas.number()).isEqualTo(2);
    }

    @Test
    void anOutageHoweverLongChangesNothing() {
        seconds(3, "a", "b");
        now += 3_600 * SECOND;
        assertThat(replicas.number()).isEqualTo(3);
        seconds(1);
        assertThat(replicas.number()).as("the others have yet to come back").isEqualTo(3);
        seconds(5, "a", "b");
        assertThat(replicas.number()).isEqualTo(3);
        seconds(11, "a");
        assertThat(replicas.number()).isEqualTo(2);
    }

    @Test
    void howManyOthersAreRememberedIsBounded() {
        seconds(1);
        for (int i = 0; i < 30_000; i++) {
            replicas.heard("r" + i, now);
        }
        assertThat(replicas.number()).isEqualTo(10_001);
        seconds(12);
        assertThat(replicas.number()).isEqualTo(1);
    }

    @Test
    void aHeartbeatSaysWhoseItIs() {
        RedisKeys keys = new RedisKeys("kisum:");
        String id = "5f0c9e0e-3c0a-4f3e-9f0e-000000000001";
        assertThat(keys.replica(keys.heartbeat(id, 17))).isEqualTo(id);
        assertThat(keys.isHeartbeat("kisum:access-version:~")).isFalse();
        assertThat(keys.isHeartbeat("kisum:access-version:~-1")).isFalse();
        assertThat(keys.isHeartbeat("kisum:access-version:~noone")).isFalse();
    }
}
