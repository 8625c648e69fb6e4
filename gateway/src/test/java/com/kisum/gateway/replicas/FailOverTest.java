package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.redis.RedisProcess;
import com.kisum.gateway.replicas.Truth.Person;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of an accepted change when the server that took it is lost? */
class FailOverTest {
    private static final int[] STARTS = {0, 5_461, 10_923, 16_384};

    private final List<RedisProcess> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.reversed().forEach(RedisProcess::close);
    }

    private RedisProcess started(RedisProcess process) {
        started.add(process);
        return process;
    }

    private static void awaitAll(List<RedisProcess> all, Predicate<RedisProcess> wanted) {
        all.forEach(one -> await().atMost(RedisProcess.PATIENCE).pollInterval(Duration.ofMillis(30))
                .until(() -> wanted.test(one)));
    }

    private static TwoReplicas replicas(String redis, String... more) {
        return new TwoReplicas(redis, redis,
                Stream.concat(TwoReplicas.SHORT_TIMES.stream(), Stream.of(more)).toList());
    }

    /** Auth still says that the session lives, as a replica of a database may: only the change that was accepted knows better. */
    @Test
    void anAcceptedChangeSurvivesTheLossOfThePrimary() {
        RedisProcess first = started(RedisProcess.start());
        String of = Integer.toString(first.port());
        IntStream.range(0, 2).forEach(_ -> started(RedisProcess.start("--replicaof", "127.0.0.1", of)));
        List<RedisProcess> sentinels = IntStream.range(0, 3)
                .mapToObj(_ -> started(RedisProcess.sentinel(first.port(), 2))).toList();
        awaitAll(sentinels, one -> one.said("INFO sentinel").contains("slaves=2,sentinels=3"));
        awaitAll(List.of(first), one -> one.said("INFO replication").split("state=online", -1).length == 3);
        String uri = sentinels.stream().map(one -> "127.0.0.1:" + one.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "#access"));
        try (TwoReplicas replicas = replicas(uri)) {
            Person person = replicas.known();
            Person another = replicas.known();
            assertThat(replicas.one.announce(Changed.SESSION.said(person)).status()).isEqualTo(204);
            first.kill();
            try (Traffic atOne = Traffic.of(replicas.one, person);
                    Traffic atOther = Traffic.of(replicas.other, person)) {
                long later = System.nanoTime();
                replicas.awaitTold();
                atOne.awaitEnforced(Changed.SESSION.answer);
                atOther.awaitEnforced(Changed.SESSION.answer);
                long forLong = System.nanoTime() + TwoReplicas.RELOAD_AFTER.toNanos();
                atOne.awaitBegunAfter(forLong);
                atOther.awaitBegunAfter(forLong);
                atOne.noneAllowedAfter(later + TwoReplicas.PATIENCE.toNanos());
                assertThat(replicas.one.get(person, "/events/1").answer()).isEqualTo(Changed.SESSION.answer);
                assertThat(replicas.other.get(person, "/events/1").answer()).isEqualTo(Changed.SESSION.answer);
            }
            Changed.GRANT.happen(replicas.truth, another);
            accepted(replicas.other, Changed.GRANT.said(another));
            replicas.both().forEach(replica -> replicas.becomes(replica, another, Changed.GRANT.answer));
        }
    }

    /** Three primaries; the first has a replica, the last has none. */
    @Test
    void aNodeOfAClusterThatIsLostIsReplacedOrDoneWithout() {
        List<RedisProcess> nodes = IntStream.range(0, 4)
                .mapToObj(_ -> started(RedisProcess.start("--cluster-enabled", "yes", "--cluster-node-timeout", "1500",
                        "--cluster-require-full-coverage", "no")))
                .toList();
        cluster(nodes.subList(0, 3), nodes.get(3));
        try (TwoReplicas replicas = replicas(nodes.get(1).uri() + "," + nodes.get(0).uri())) {
            Person ofFirst = ownedBy(0, replicas);
            Person ofLast = ownedBy(2, replicas);
            Person ofNeither = ownedBy(1, replicas);
            accepted(replicas.one, Changed.COMPANY.said(ofFirst));
            Changed.COMPANY.happen(replicas.truth, ofFirst);
            nodes.get(0).kill();
            replicas.both().forEach(replica -> replicas.becomes(replica, ofFirst, Changed.COMPANY.answer));
            accepted(replicas.other, Changed.COMPANY.said(ofFirst));

            nodes.get(2).kill();
            assertThat(replicas.one.announce(Changed.COMPANY.said(ofLast)).status()).isEqualTo(503);
            Changed.COMPANY.happen(replicas.truth, ofLast);
            long happened = System.nanoTime();
            try (Traffic atOne = Traffic.of(replicas.one, ofLast);
                    Traffic atOther = Traffic.of(replicas.other, ofLast)) {
                for (Traffic traffic : new Traffic[]{atOne, atOther}) {
                    traffic.awaitEnforced(Changed.COMPANY.answer);
                    traffic.noneAllowedAfter(happened + TwoReplicas.RELOAD_AFTER.toNanos());
                }
            }
            Changed.COMPANY.happen(replicas.truth, ofNeither);
            accepted(replicas.other, Changed.COMPANY.said(ofNeither));
            replicas.both().forEach(replica -> replicas.becomes(replica, ofNeither, Changed.COMPANY.answer));
        }
    }

    /** Sooner or later: who announces says it again until it is. */
    private static void accepted(Replica replica, String change) {
        await().atMost(TwoReplicas.PATIENCE).pollInterval(Duration.ofMillis(50))
                .until(() -> replica.announce(change).status() == 204);
    }

    private static void cluster(List<RedisProcess> primaries, RedisProcess replica) {
        for (int i = 0; i < primaries.size(); i++) {
            RedisProcess node = primaries.get(i);
            node.said("CLUSTER ADDSLOTS " + IntStream.range(STARTS[i], STARTS[i + 1]).mapToObj(Integer::toString)
                    .collect(Collectors.joining(" ")));
            node.said("CLUSTER SET-CONFIG-EPOCH " + (i + 1));
            replica.said("CLUSTER MEET 127.0.0.1 " + node.port());
        }
        List<RedisProcess> all = new ArrayList<>(primaries);
        all.add(replica);
        awaitAll(all, node -> node.said("CLUSTER INFO").contains("cluster_known_nodes:4"));
        String first = primaries.getFirst().said("CLUSTER MYID").lines().toList().get(1);
        awaitAll(List.of(replica), node -> node.said("CLUSTER REPLICATE " + first).startsWith("+OK"));
        awaitAll(all, node -> node.said("CLUSTER INFO").contains("cluster_state:ok")
                && node.said("CLUSTER NODES").contains("slave " + first));
        awaitAll(List.of(primaries.getFirst()), node -> node.said("INFO replication").contains("state=online"));
    }

    /** Of a company whose pointer that primary has. */
    private static Person ownedBy(int primary, TwoReplicas replicas) {
        while (true) {
            Person person = replicas.truth.newcomer();
            int slot = SlotHash.getSlot("access-version:company:" + person.company());
            if (slot >= STARTS[primary] && slot < STARTS[primary + 1]) {
                replicas.both().forEach(replica -> replicas.becomes(replica, person, "200"));
                return person;
            }
        }
    }
}
