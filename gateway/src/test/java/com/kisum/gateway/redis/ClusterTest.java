package com.kisum.gateway.redis;

import static com.kisum.gateway.fact.Examples.company;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.ChangeStore.Stored;
import com.kisum.gateway.fact.Examples;
import com.kisum.gateway.fact.Heard.Event;
import com.kisum.gateway.fact.PointerReading;
import com.kisum.gateway.fact.SharedFacts.MembershipName;
import com.kisum.gateway.fact.SharedFacts.SharedReading;
import com.kisum.gateway.limit.Bucket;
import com.kisum.gateway.limit.SharedBuckets;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.UserId;
import com.kisum.policy.route.RateLimit;
import com.kisum.policy.route.RouteId;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three primaries, the first with a replica: each tells of its own keys, and none is forgotten. */
class ClusterTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(300);
    private static final int[] STARTS = {0, 5_461, 10_923, 16_384};
    private static final CompanyId ACME = new CompanyId("acme");

    private final List<RedisProcess> primaries = IntStream.range(0, 3).mapToObj(_ -> node()).toList();
    private final RedisProcess replica = node();

    private static RedisProcess node() {
        return RedisProcess.start("--cluster-enabled", "yes", "--cluster-node-timeout", "1500");
    }

    @BeforeEach
    void become() {
        for (int i = 0; i < primaries.size(); i++) {
            RedisProcess node = primaries.get(i);
            node.said("CLUSTER ADDSLOTS " + IntStream.range(STARTS[i], STARTS[i + 1]).mapToObj(Integer::toString)
                    .collect(Collectors.joining(" ")));
            node.said("CLUSTER SET-CONFIG-EPOCH " + (i + 1));
            replica.said("CLUSTER MEET 127.0.0.1 " + node.port());
        }
        String first = primaries.getFirst().said("CLUSTER MYID").lines().toList().get(1);
        awaitAll(node -> node.said("CLUSTER INFO").contains("cluster_known_nodes:4"));
        await().atMost(RedisProcess.PATIENCE).pollInterval(Duration.ofMillis(50))
                .until(() -> replica.said("CLUSTER REPLICATE " + first).startsWith("+OK"));
        awaitAll(node -> node.said("CLUSTER INFO").contains("cluster_state:ok")
                && node.said("CLUSTER NODES").contains("slave " + first));
        await().atMost(RedisProcess.PATIENCE).pollInterval(Duration.ofMillis(50))
                .until(() -> primaries.getFirst().said("INFO replication").contains("state=online"));
    }

    @AfterEach
    void end() {
        replica.close();
        primaries.forEach(RedisProcess::close);
    }

    private void awaitAll(Predicate<RedisProcess> wanted) {
        List<RedisProcess> all = new ArrayList<>(primaries);
        all.add(replica);
        for (RedisProcess node : all) {
            await().atMost(RedisProcess.PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> wanted.test(node));
        }
    }

    private RedisSettings settings() {
        return RedisSettings.at(primaries.get(0).uri(), primaries.get(1).uri()).withHeartbeat(HEARTBEAT);
    }

    private static String id(RedisProcess server) {
        return "127.0.0.1:" + server.port();
    }

    /** A company whose pointer that primary has. */
    private static CompanyId ownedBy(int primary) {
        for (int i = 0;; i++) {
            int slot = SlotHash.getSlot("access-version:company:c" + i);
            if (slot >= STARTS[primary] && slot < STARTS[primary + 1]) {
                return new CompanyId("c" + i);
            }
        }
    }

    /** Many addresses, so each primary has some of their buckets; two replicas, who hear of each other from three of them. */
    @Test
    void everyPrimaryCountsForItsBuckets() {
        try (StoreUnderTest one = StoreUnderTest.listening(settings(), 3);
                StoreUnderTest other = StoreUnderTest.listening(settings(), 3)) {
            RateLimit.Limited once = new RateLimit.Limited(1, Duration.ofHours(1), RateLimit.Scope.ADDRESS);
            for (int i = 0; i < 50; i++) {
                Bucket bucket = new Bucket(new RouteId("login"), once.scope(), "192.0.2." + i);
                assertThat(StoreUnderTest.said(one.store.buckets().take(bucket, once)))
                        .isInstanceOf(SharedBuckets.Taken.Yes.class);
                assertThat(StoreUnderTest.said(other.store.buckets().take(bucket, once)))
                        .isInstanceOf(SharedBuckets.Taken.No.class);
            }
            assertThat(primaries).allMatch(node -> !node.said("DBSIZE").startsWith(":0"));
            await().atMost(RedisProcess.PATIENCE)
                    .until(() -> one.store.replicas() == 2 && other.store.replicas() == 2);
        }
    }

    @Test
    void everyPrimaryTellsOfItsKeysAndTakesAnnouncements() {
        try (StoreUnderTest store = StoreUnderTest.listening(settings(), 3)) {
            assertThat(store.heard.all(Event.Primaries.class).getLast().primaries())
                    .isEqualTo(primaries.stream().map(ClusterTest::id).collect(Collectors.toSet()));
            for (int i = 0; i < 3; i++) {
                CompanyId owned = ownedBy(i);
                store.awaitAccepted(new Change.OfCompany(owned, 5));
                store.heard.awaitMoved(0, company(owned.value()));
                assertThat(store.read(company(owned.value()))).isEqualTo(new PointerReading.At(5));
                assertThat(store.move(company(owned.value()), 4)).isEqualTo(new PointerReading.At(5));
            }
            for (int i = 0; i < 20; i++) {
                UserId user = new UserId("u" + i);
                MembershipId membership = new MembershipId("m" + i);
                assertThat(store.announce(new Change.OfMembership(ACME, user, membership, 3)))
                        .isEqualTo(new Stored.Yes());
                assertThat(StoreUnderTest.said(store.facts().membershipOf(ACME, user)))
                        .isEqualTo(new MembershipName.Named(membership));
                store.heard.awaited(0, new Event.Renamed(ACME, user)::equals);
                store.heard.awaitMoved(0, Examples.membership("m" + i));
                StoreUnderTest
                        .done(store.facts().keep(Examples.entitlements("acme", 1), Examples.grants("acme", "m" + i, 3),
                                Duration.ZERO, Duration.ofSeconds(60)));
                assertThat(StoreUnderTest.said(store.facts().read(ACME, membership, 1, 3)))
                        .isInstanceOf(SharedReading.Found.class);
            }
        }
    }

    @Test
    void aPrimaryWithAReplicaIsFollowedAndOneWithoutIsMissed() {
        try (StoreUnderTest store = StoreUnderTest.listening(settings(), 3)) {
            CompanyId first = ownedBy(0);
            CompanyId last = ownedBy(2);
            store.awaitAccepted(new Change.OfCompany(first, 5));
            int before = store.heard.size();
            primaries.get(0).kill();

            store.heard.awaited(before, new Event.Lost(id(primaries.get(0)))::equals);
            assertThat(store.read(company(last.value()))).as("the others do not notice")
                    .isEqualTo(new PointerReading.Missing());
            Event.Primaries next = (Event.Primaries) store.heard.awaited(before, Event.Primaries.class::isInstance);
            assertThat(next.primaries()).isEqualTo(Set.of(id(replica), id(primaries.get(1)), id(primaries.get(2))));
            store.heard.awaited(store.heard.events().indexOf(next),
                    event -> event instanceof Event.Heartbeat beat && beat.primary().equals(id(replica)));
            await().atMost(RedisProcess.PATIENCE)
                    .until(() -> store.read(company(first.value())).equals(new PointerReading.At(5)));

            int recovered = store.heard.size();
            store.heard.awaited(recovered,
                    event -> event instanceof Event.Heartbeat beat && beat.primary().equals(id(primaries.get(2))));
            int then = store.heard.size();
            primaries.get(2).kill();
            store.heard.awaited(then, new Event.Lost(id(primaries.get(2)))::equals);
            assertThat(store.read(company(last.value()))).isInstanceOf(PointerReading.Unreachable.class);
            assertThat(store.announce(new Change.OfCompany(last, 1))).isInstanceOf(Stored.No.class);
        }
    }

    @Test
    void aSlotThatMovesIsFollowed() {
        try (StoreUnderTest store = StoreUnderTest.listening(settings(), 3)) {
            CompanyId moving = ownedBy(1);
            int slot = SlotHash.getSlot("access-version:company:" + moving);
            String from = myId(primaries.get(1));
            String to = myId(primaries.get(2));
            store.awaitAccepted(new Change.OfCompany(moving, 5));
            primaries.get(2).said("CLUSTER SETSLOT " + slot + " IMPORTING " + from);
            primaries.get(1).said("CLUSTER SETSLOT " + slot + " MIGRATING " + to);
            int before = store.heard.size();
            primaries.get(1).said(
                    "MIGRATE 127.0.0.1 " + primaries.get(2).port() + " access-version:company:" + moving + " 0 5000");
            store.heard.awaitMoved(before, company(moving.value()));
            primaries.get(2).said("CLUSTER SETSLOT " + slot + " NODE " + to);
            primaries.get(1).said("CLUSTER SETSLOT " + slot + " NODE " + to);

            assertThat(store.read(company(moving.value()))).as("asked where it was, answered where it is")
                    .isEqualTo(new PointerReading.At(5));
            store.awaitAccepted(new Change.OfCompany(moving, 6));
            assertThat(store.heard.all(Event.Lost.class)).isEmpty();
        }
    }

    private static String myId(RedisProcess node) {
        return node.said("CLUSTER MYID").lines().toList().get(1);
    }
}
