package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.Soak;
import com.kisum.gateway.access.AccessLookup;
import com.kisum.gateway.redis.RedisProcess;
import com.kisum.gateway.replicas.Truth.Person;
import com.kisum.policy.Caller;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Does it stay calm when much is asked, or much has changed, at once? Two gateways as they are deployed, on one Redis, with Core at the
 * other end of a wire. Under {@code -Psoak} with the numbers of a large platform.
 */
@Tag("soak")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyAtOnceTest {
    /** Each costs Redis and both gateways some ten commands and pushes; {@link ManyHeldTest} always has the larger number, and no server. */
    private static final int MEMBERS = Soak.or(3_000, 100_000);
    private static final int AT_ONCE = 10_000;
    private static final int STRANGE = Soak.or(3_000, 1_000_000);
    private static final int HELD = 1_000;
    private static final int COLD = 20;
    /** Of so many at a time nothing is held: far fewer than Redis or the sources take. */
    private static final int SIDE_BY_SIDE = 48;
    private static final int SAMPLE = 20;
    private static final int REQUESTS = 100;
    private static final Duration PATIENCE = Soak.or(Duration.ofSeconds(60), Duration.ofMinutes(10));

    private final RedisProcess redis = RedisProcess.start();
    private final TwoReplicas replicas = new TwoReplicas(Replica::withCoreOverHttp, redis.uri(), redis.uri(),
            List.of("--gateway.access.most-members=" + 2 * MEMBERS, "--gateway.access.cold-lookups=" + COLD,
                    "--gateway.access.reload-after=2h", "--gateway.access.max-staleness=2m",
                    "--gateway.access.patience=2m", "--gateway.http2.cleartext=true",
                    "--gateway.redis.command-timeout=5s", "--gateway.core.timeout=1m"));
    private final Truth truth = replicas.truth;

    @AfterAll
    void end() {
        replicas.close();
        redis.close();
    }

    private static String version(AccessLookup.Found found) {
        return ((Caller.MemberWithAccess) found.caller()).access().version();
    }

    private static Mono<List<String>> versions(Replica replica, List<Person> members) {
        return Flux.fromIterable(members).flatMap(replica::access, SIDE_BY_SIDE).map(ManyAtOnceTest::version).distinct()
                .collectList();
    }

    @Test
    void aCompanyThatChangesCostsEachReplicaOneCallToCoreHoweverManyItsMembers() {
        Person first = truth.newcomer();
        List<Person> members = new ArrayList<>(List.of(first));
        while (members.size() < MEMBERS) {
            members.add(truth.colleagueOf(first));
        }
        for (Replica replica : replicas.both()) {
            assertThat(versions(replica, members).block(PATIENCE)).containsExactly("1.1");
        }
        int[] core = replicas.both().stream().mapToInt(replica -> replica.neighbours.entitlements.get()).toArray();
        int[] auth = replicas.both().stream().mapToInt(replica -> replica.neighbours.memberships.get()).toArray();
        long begun = System.nanoTime();
        Changed.COMPANY.happen(truth, first);
        assertThat(replicas.one.announce(Changed.COMPANY.said(first)).status()).isEqualTo(204);
        List<CompletableFuture<List<String>>> meanwhile = replicas.both().stream()
                .map(replica -> versions(replica, members).toFuture()).toList();
        for (Replica replica : replicas.both()) {
            for (Person member : members.subList(0, SAMPLE)) {
                replicas.becomes(replica, member, Changed.COMPANY.answer);
            }
        }
        assertThat(meanwhile).allSatisfy(seen -> assertThat(seen.join()).contains("2.1"));
        for (int i = 0; i < 2; i++) {
            Replica replica = replicas.both().get(i);
            assertThat(versions(replica, members).block(PATIENCE)).containsExactly("2.1");
            assertThat(replica.neighbours.entitlements.get() - core[i]).isEqualTo(1);
            System.out.printf("%d members: %s until all have the new version; Core was asked %d times, Auth %d%n",
                    MEMBERS,
                    Duration.ofNanos(System.nanoTime() - begun), replica.neighbours.entitlements.get() - core[i],
                    replica.neighbours.memberships.get() - auth[i]);
            assertThat(replica.neighbours.memberships.get() - auth[i]).as("not one per member")
                    .isLessThan(MEMBERS / 50);
        }
    }

    /**
     * All of them have come before anyone is told anything. One load of each fact, but for one case: nobody had heard of the company before, so
     * that the load moves a pointer and that is told to this replica as well. Whoever is told who the member is after that push does not join
     * what may have been overtaken, and whose it was nobody can tell. The second load moves nothing, so there is no third.
     */
    @ParameterizedTest
    @CsvSource({"true, 1", "false, 2"})
    void tenThousandFirstRequestsOfOneMemberAreOneLoad(boolean companyIsKnown, int mostOfCore) {
        Replica replica = replicas.one;
        Person person = truth.newcomer();
        truth.granted(person, 1, false); // so that no backend is needed for the answer
        if (companyIsKnown) {
            assertThat(replicas.other.access(truth.colleagueOf(person)).block(PATIENCE)).isNotNull();
        }
        Neighbours neighbours = replica.neighbours;
        int[] before = loads(neighbours);
        int come = neighbours.tokens.get();
        AtomicInteger answered = new AtomicInteger();
        neighbours.auth.hold();
        neighbours.core.hold();
        ConnectionProvider connections = ConnectionProvider.builder("many").maxConnections(AT_ONCE / 100)
                .pendingAcquireMaxCount(AT_ONCE).build();
        HttpClient client = HttpClient.create(connections).protocol(HttpProtocol.H2C)
                .headers(headers -> headers.set("Authorization", "Bearer " + person.token())
                        .set("x-org", person.company().value()));
        CompletableFuture<@Nullable List<Integer>> answers = Flux.range(0, AT_ONCE)
                .flatMap(_ -> client.get().uri("http://127.0.0.1:" + replica.port() + "/events/1")
                        .responseSingle((head, body) -> body.asString().thenReturn(head.status().code()))
                        .doOnNext(_ -> answered.incrementAndGet()), AT_ONCE)
                .collectList().toFuture();
        try {
            await().atMost(PATIENCE).until(() -> neighbours.tokens.get() - come == AT_ONCE);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(since(before, neighbours)).containsOnly(1));
            assertThat(answered).hasValue(0);
        } finally {
            neighbours.auth.answer();
            neighbours.core.answer();
        }
        assertThat(answers.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join())
                .hasSize(AT_ONCE).containsOnly(403);
        connections.disposeLater().block(PATIENCE);
        int[] loads = since(before, neighbours);
        assertThat(loads).as("sessions, users, memberships").startsWith(1, 1, 1);
        assertThat(loads[3]).as("Core").isBetween(1, mostOfCore);
    }

    private static int[] loads(Neighbours neighbours) {
        return new int[]{neighbours.sessions.get(), neighbours.users.get(), neighbours.memberships.get(),
                neighbours.entitlements.get()};
    }

    private static int[] since(int[] before, Neighbours neighbours) {
        int[] now = loads(neighbours);
        return IntStream.range(0, now.length).map(i -> now[i] - before[i]).toArray();
    }

    @Test
    void manyCompaniesTriedByOneLoginPushNobodyOutAndHardlyReachCore() throws Exception {
        Replica replica = replicas.one;
        Neighbours neighbours = replica.neighbours;
        List<Person> members = new ArrayList<>();
        while (members.size() < HELD) {
            members.add(truth.newcomer());
        }
        awaitHeld(replica, members);
        Person member = members.getFirst();
        assertThat(replica.get(member, "/events/1").answer()).isEqualTo("200");
        Person guesser = truth.stranger();
        assertThat(replica.get(guesser, "/events/1").answer()).isEqualTo("403 NOT_A_MEMBER");
        int[] before = loads(neighbours);
        long heap = heapInUse();
        long begun = System.nanoTime();
        Map<Integer, Integer> told = Flood.of(replica, guesser, STRANGE,
                () -> assertThat(replica.get(member, "/events/1").answer()).isEqualTo("200"));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        int seconds = (int) took.toSeconds() + 2;
        int[] asked = since(before, neighbours);
        long more = heapInUse() - heap;
        System.out.printf("%d companies tried in %s: %s; Auth was asked %d times, Core %d; %d bytes more in use%n",
                STRANGE, took, told, asked[2], asked[3], more);
        assertThat(told).containsOnlyKeys(403, 429);
        assertThat(told.get(403)).as("NOT_A_MEMBER").isLessThanOrEqualTo(seconds * COLD);
        assertThat(told.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(STRANGE);
        assertThat(asked[0]).as("sessions").isZero();
        assertThat(asked[1]).as("users").isZero();
        assertThat(asked[2]).as("memberships").isLessThanOrEqualTo(seconds * COLD);
        assertThat(asked[3]).as("Core: once in two seconds").isLessThanOrEqualTo(seconds / 2);
        assertThat(more).as("bytes more in use").isLessThan(16L << 20);
        allAreAnsweredFromMemory(replica, members);
    }

    /** The first answers come before all that was pushed by their own writing has been looked at. */
    private void awaitHeld(Replica replica, List<Person> members) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> allAreAnsweredFromMemory(replica, members));
    }

    private void allAreAnsweredFromMemory(Replica replica, List<Person> members) throws IOException {
        Person member = members.getFirst();
        int asked = replica.neighbours.asked();
        try (Commands commands = new Commands(redis.port())) {
            assertThat(versions(replica, members).block(PATIENCE)).containsExactly("1.1");
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(replica.get(member, "/events/" + i).answer()).isEqualTo("200");
            }
            assertThat(redis.said("GET the-last-of-all")).contains("$-1");
            await().atMost(PATIENCE).until(() -> commands.has("the-last-of-all"));
            assertThat(commands.aboutFacts()).as("asked of Redis").isEmpty();
        }
        assertThat(replica.neighbours.asked()).as("asked of Auth and Core").isEqualTo(asked);
    }

    private static long heapInUse() {
        for (int i = 0; i < 2; i++) {
            WeakReference<Object> collected = new WeakReference<>(new Object());
            while (collected.get() != null) {
                System.gc();
            }
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
