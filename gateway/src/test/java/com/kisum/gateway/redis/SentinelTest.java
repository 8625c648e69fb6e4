package com.kisum.gateway.redis;

import static com.kisum.gateway.fact.Examples.company;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.ChangeStore.Stored;
import com.kisum.gateway.fact.Heard.Event;
import com.kisum.gateway.fact.PointerReading;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A primary, two replicas and three sentinels: what was accepted survives, and it is noticed who serves. */
class SentinelTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(300);
    private static final CompanyId ACME = new CompanyId("acme");

    private final RedisProcess first = RedisProcess.start();
    private final RedisProcess second = replica();
    private final RedisProcess third = replica();
    private final RedisProcess[] sentinels = {RedisProcess.sentinel(first.port(), 2),
            RedisProcess.sentinel(first.port(), 2), RedisProcess.sentinel(first.port(), 2)};

    private RedisProcess replica() {
        return RedisProcess.start("--replicaof", "127.0.0.1", Integer.toString(first.port()));
    }

    @BeforeEach
    void everyoneKnowsEveryone() {
        for (RedisProcess sentinel : sentinels) {
            await().atMost(RedisProcess.PATIENCE).pollInterval(Duration.ofMillis(50))
                    .until(() -> sentinel.said("INFO sentinel").contains("slaves=2,sentinels=3"));
        }
        await().atMost(RedisProcess.PATIENCE).pollInterval(Duration.ofMillis(50))
                .until(() -> first.said("INFO replication").split("state=online", -1).length == 3);
    }

    @AfterEach
    void end() {
        for (RedisProcess sentinel : sentinels) {
            sentinel.close();
        }
        third.close();
        second.close();
        first.close();
    }

    private RedisSettings settings() {
        return RedisSettings
                .at("redis-sentinel://127.0.0.1:" + sentinels[0].port() + ",127.0.0.1:" + sentinels[1].port()
                        + ",127.0.0.1:" + sentinels[2].port() + "#access")
                .withHeartbeat(HEARTBEAT);
    }

    private static String id(RedisProcess server) {
        return "127.0.0.1:" + server.port();
    }

    @Test
    void anAcceptedChangeSurvivesTheLossOfThePrimaryAndTrackingFollows() {
        try (StoreUnderTest store = StoreUnderTest.listening(settings(), 1)) {
            assertThat(store.heard.all(Event.Primaries.class)).containsExactly(new Event.Primaries(Set.of(id(first))));
            store.awaitAccepted(new Change.OfCompany(ACME, 16));
            int accepted = 0;
            while (accepted < 200) {
                assertThat(store.announce(new Change.OfCompany(new CompanyId("c" + accepted++), 17)))
                        .isEqualTo(new Stored.Yes());
            }
            assertThat(store.announce(new Change.OfSession(new SessionId("s-1")))).isEqualTo(new Stored.Yes());
            assertThat(store.announce(new Change.OfMembership(ACME, new UserId("ada"), new MembershipId("m-1"), 3)))
                    .isEqualTo(new Stored.Yes());
            int before = store.heard.size();
            first.kill();

            store.heard.awaited(before, new Event.Lost(id(first))::equals);
            assertThat(store.read(company("c7"))).isInstanceOf(PointerReading.Unreachable.class);
            Event.Primaries next = (Event.Primaries) store.heard.awaited(before, Event.Primaries.class::isInstance);
            assertThat(next.primaries()).hasSize(1).doesNotContain(id(first));
            String primary = next.primaries().iterator().next();
            Event armed = store.heard.awaited(before,
                    event -> event instanceof Event.Armed a && a.primary().equals(primary));
            store.heard.awaited(store.heard.events().indexOf(armed),
                    event -> event instanceof Event.Heartbeat beat && beat.primary().equals(primary));
            store.awaitReachable();
            for (int i = 0; i < accepted; i++) {
                assertThat(store.read(company("c" + i))).isEqualTo(new PointerReading.At(17));
            }
            store.awaitAccepted(new Change.OfCompany(ACME, 18));
            store.heard.awaitMoved(before, company("acme"));
        }
    }

    @Test
    void aPrimaryThatIsDemotedIsLeftEvenThoughItLives() {
        try (StoreUnderTest store = StoreUnderTest.listening(settings(), 1)) {
            int before = store.heard.size();
            await().atMost(RedisProcess.PATIENCE).pollInterval(Duration.ofMillis(100))
                    .until(() -> sentinels[0].said("SENTINEL FAILOVER access").startsWith("+OK"));

            Event.Primaries next = (Event.Primaries) store.heard.awaited(before, Event.Primaries.class::isInstance);
            assertThat(next.primaries()).hasSize(1).doesNotContain(id(first));
            store.heard.awaited(store.heard.events().indexOf(next), Event.Heartbeat.class::isInstance);
            store.awaitAccepted(new Change.OfCompany(ACME, 5));
        }
    }

    @Test
    void whatNoReplicaHasIsNotAccepted() {
        try (StoreUnderTest store = StoreUnderTest.listening(settings(), 1)) {
            store.awaitAccepted(new Change.OfCompany(ACME, 1));
            second.freeze();
            third.freeze();
            try {
                assertThat(store.announce(new Change.OfCompany(ACME, 2)))
                        .isEqualTo(new Stored.No("no replica confirmed in time"));
                assertThat(store.announce(new Change.OfCompany(ACME, 2))).as("though it stands there already")
                        .isEqualTo(new Stored.No("no replica confirmed in time"));
            } finally {
                second.thaw();
                third.thaw();
            }
            store.awaitAccepted(new Change.OfCompany(ACME, 2));
        }
    }
}
