package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.redis.RedisProcess;
import com.kisum.gateway.replicas.Truth.Person;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of an accepted change when the server that took it is lost, and of those who ask meanwhile?
 *
 * <p>How long Redis takes to find a successor is its own affair: on a busy machine an election is lost and held again, and sentinels
 * that were kept waiting themselves do nothing for half a minute. So it is waited for patiently, and what is asserted holds before,
 * meanwhile and afterwards.
 */
class FailOverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int[] STARTS = {0, 5_461, 10_923, 16_384};
    private static final String ANY = "{\"company\":\"any\",\"entitlementVersion\":0}";

    private final List<RedisProcess> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.reversed().forEach(RedisProcess::close);
    }

    private RedisProcess started(RedisProcess process) {
        started.add(process);
        return process;
    }

    private static void until(BooleanSupplier wanted) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(30)).until(wanted::getAsBoolean);
    }

    private static void awaitAll(List<RedisProcess> all, Predicate<RedisProcess> wanted) {
        all.forEach(one -> until(() -> wanted.test(one)));
    }

    private static TwoReplicas replicas(String redis) {
        return new TwoReplicas(redis, redis, TwoReplicas.SHORT_TIMES);
    }

    /** Who announces says it again until it is accepted: a server that was busy is as good as one that is gone. */
    private static void accepted(Replica replica, String change) {
        until(() -> replica.announce(change).status() == 204);
    }

    /** Nobody is sent away as if the outage were a decision. */
    private static void neverRefused(Traffic... all) {
        for (Traffic traffic : all) {
            assertThat(traffic.answers()).extracting(Told::answer).isSubsetOf("200", "503 ACCESS_UNAVAILABLE");
        }
    }

    /**
     * For good, as soon as Redis can be asked: a connection may come later than the one that announces, and until then the sources
     * answer. A change that was lost would stay allowed.
     */
    private static void neverAllowed(TwoReplicas replicas, Person person, String answer) {
        for (Replica replica : replicas.both()) {
            until(() -> replica.get(person, "/events/1").answer().equals(answer));
            try (Traffic traffic = Traffic.of(replica, person)) {
                traffic.awaitBegunAfter(System.nanoTime() + TwoReplicas.RELOAD_AFTER.toNanos());
                traffic.allWere(answer);
            }
        }
    }

    /** And a change is enforced as ever. */
    private static void allIsWell(TwoReplicas replicas, Person person) {
        replicas.both().forEach(replica -> replicas.becomes(replica, person, "200"));
        Changed.COMPANY.happen(replicas.truth, person);
        accepted(replicas.other, Changed.COMPANY.said(person));
        replicas.both().forEach(replica -> replicas.becomes(replica, person, Changed.COMPANY.answer));
    }

    /**
     * Auth still says that the sessions live, as a replica of a database may: only the changes that were accepted know better. One is
     * of someone whom the gateways know, two are of people they never saw, so that the pointer alone tells.
     */
    @Test
    void anAcceptedChangeSurvivesTheLossOfThePrimary() {
        List<RedisProcess> servers = new ArrayList<>(List.of(started(RedisProcess.start())));
        String first = Integer.toString(servers.getFirst().port());
        IntStream.range(0, 2)
                .forEach(_ -> servers.add(started(RedisProcess.start("--replicaof", "127.0.0.1", first))));
        List<RedisProcess> sentinels = IntStream.range(0, 3)
                .mapToObj(_ -> started(RedisProcess.sentinel(servers.getFirst().port(), 2))).toList();
        awaitAll(sentinels, one -> one.said("INFO sentinel").contains("slaves=2,sentinels=3"));
        try (TwoReplicas replicas = replicas(sentinels.stream().map(one -> "127.0.0.1:" + one.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "#access")))) {
            Person known = replicas.known();
            Person well = replicas.known();
            Person unseen = replicas.truth.newcomer();
            Person another = replicas.truth.newcomer();
            until(() -> master(servers, sentinels).said("INFO replication").split("state=online", -1).length == 3);
            try (Traffic ofKnown = Traffic.of(replicas.one, known);
                    Traffic wellAtOne = Traffic.of(replicas.one, well);
                    Traffic wellAtOther = Traffic.of(replicas.other, well)) {
                accepted(replicas.one, Changed.SESSION.said(known));
                ofKnown.awaitEnforced(Changed.SESSION.answer);
                accepted(replicas.one, Changed.SESSION.said(another));
                accepted(replicas.one, Changed.SESSION.said(unseen));
                RedisProcess lost = master(servers, sentinels);
                lost.kill();
                for (Replica replica : replicas.both()) {
                    assertThat(replica.announce(ANY).status()).as("there is nobody to store it").isEqualTo(503);
                }
                replicas.awaitTold(PATIENCE);
                neverAllowed(replicas, unseen, Changed.SESSION.answer);
                ofKnown.noneAllowedAfter(ofKnown.awaitFirst(Changed.SESSION.answer).ended());
                neverRefused(wellAtOne, wellAtOther);

                lost.restart(); // Empty, and for some seconds it takes itself for the primary that it was.
                neverAllowed(replicas, another, Changed.SESSION.answer);
                neverRefused(wellAtOne, wellAtOther);
            }
            allIsWell(replicas, well);
        }
    }

    /** Whom most sentinels name: on a machine that was very busy it may have changed before anyone killed anything. */
    private static RedisProcess master(List<RedisProcess> servers, List<RedisProcess> sentinels) {
        List<RedisProcess> named = new ArrayList<>();
        until(() -> {
            named.clear();
            servers.stream()
                    .filter(server -> server.said("ROLE").contains("master") && sentinels.stream()
                            .allMatch(one -> one.said("SENTINEL GET-MASTER-ADDR-BY-NAME access")
                                    .contains("\r\n" + server.port() + "\r\n")))
                    .forEach(named::add);
            return named.size() == 1;
        });
        return named.getFirst();
    }

    /** Three primaries; the first has a replica, the last has none. */
    @Test
    void aNodeOfAClusterThatIsLostIsReplacedOrDoneWithout() {
        List<RedisProcess> nodes = IntStream.range(0, 4)
                .mapToObj(_ -> started(RedisProcess.start("--cluster-enabled", "yes", "--cluster-node-timeout", "2000",
                        "--cluster-require-full-coverage", "no")))
                .toList();
        cluster(nodes.subList(0, 3), nodes.get(3));
        try (TwoReplicas replicas = replicas(nodes.get(1).uri() + "," + nodes.get(0).uri())) {
            Person well = replicas.known();
            Person unseen = ownedBy(0, replicas, FailOverTest::session);
            Person ofLast = ownedBy(2, replicas, FailOverTest::company);
            replicas.both().forEach(replica -> replicas.becomes(replica, ofLast, "200"));
            try (Traffic wellAtOne = Traffic.of(replicas.one, well);
                    Traffic wellAtOther = Traffic.of(replicas.other, well)) {
                accepted(replicas.one, Changed.SESSION.said(unseen));
                nodes.get(0).kill();
                assertThat(replicas.other.announce(Changed.SESSION.said(unseen)).status())
                        .as("nobody owns its slot").isEqualTo(503);
                accepted(replicas.other, Changed.SESSION.said(unseen));
                neverAllowed(replicas, unseen, Changed.SESSION.answer);

                nodes.get(2).kill();
                assertThat(replicas.one.announce(Changed.COMPANY.said(ofLast)).status())
                        .as("and nobody ever will").isEqualTo(503);
                Changed.COMPANY.happen(replicas.truth, ofLast);
                long happened = System.nanoTime();
                for (Replica replica : replicas.both()) {
                    try (Traffic traffic = Traffic.of(replica, ofLast)) {
                        traffic.awaitEnforced(Changed.COMPANY.answer);
                        traffic.noneAllowedAfter(happened + TwoReplicas.RELOAD_AFTER.toNanos());
                    }
                }
                neverRefused(wellAtOne, wellAtOther);
            }
            allIsWell(replicas, ownedBy(0, replicas, FailOverTest::company));
            allIsWell(replicas, ownedBy(1, replicas, FailOverTest::company));
        }
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

    private static String company(Person person) {
        return "access-version:company:" + person.company();
    }

    private static String session(Person person) {
        return "access-version:session:" + person.session();
    }

    /** Of someone one of whose pointers that primary has. */
    private static Person ownedBy(int primary, TwoReplicas replicas, Function<Person, String> pointer) {
        return Stream.generate(replicas.truth::newcomer).filter(person -> {
            int slot = SlotHash.getSlot(pointer.apply(person));
            return slot >= STARTS[primary] && slot < STARTS[primary + 1];
        }).findFirst().orElseThrow();
    }
}
