package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.redis.RedisProcess;
import com.kisum.gateway.replicas.Truth.Person;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Does a change reach every replica, too, where Auth aggregates? Nothing is held for longer than {@code max-staleness} there, so it is made
 * long: what is enforced sooner was pushed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AggregatedChangesTest {
    private final RedisProcess redis = RedisProcess.start();
    private final TwoReplicas replicas = new TwoReplicas(redis.uri(), redis.uri(),
            List.of("--gateway.access.source=aggregated", "--gateway.access.max-staleness=50s",
                    "--gateway.redis.heartbeat=200ms"));

    @AfterAll
    void end() {
        replicas.close();
        redis.close();
    }

    /** The first requests move pointers of session and user, and what comes back of that is a push like any other. */
    private Person held() {
        Person person = replicas.known();
        replicas.both().forEach(replica -> await().atMost(TwoReplicas.PATIENCE).pollInterval(Duration.ofMillis(20))
                .until(() -> isHeld(replica, person)));
        return person;
    }

    private static boolean isHeld(Replica replica, Person person) {
        int before = replica.neighbours.aggregations.get();
        return replica.get(person, "/events/1").isAllowed() && replica.neighbours.aggregations.get() == before;
    }

    @ParameterizedTest
    @CsvSource({"GRANT, true", "GRANT, false", "COMPANY, true", "COMPANY, false"})
    void whatIsAnnouncedThroughEitherIsEnforcedByBoth(Changed changed, boolean throughOne) {
        Person person = held();
        changed.happen(replicas.truth, person);
        Replica through = throughOne ? replicas.one : replicas.other;
        assertThat(through.announce(changed.said(person)).status()).isEqualTo(204);
        replicas.both().forEach(replica -> replicas.becomes(replica, person, changed.answer));
    }
}
