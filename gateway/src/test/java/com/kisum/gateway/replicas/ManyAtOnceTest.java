package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.access.AccessLookup;
import com.kisum.gateway.redis.RedisProcess;
import com.kisum.gateway.replicas.Truth.Person;
import com.kisum.policy.Caller;
import com.kisum.policy.DenyReason;
import com.kisum.policy.access.CompanyId;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Does it stay calm when much is asked, or much has changed, at once? Two gateways as they are deployed, on one Redis. What would take
 * HTTP too long is asked of what stands behind it.
 */
@Tag("heavy")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyAtOnceTest {
    /** Each costs Redis and both gateways some ten commands and pushes; {@link ManyHeldTest} has ten times as many, and no server. */
    private static final int MEMBERS = 10_000;
    private static final int AT_ONCE = 10_000;
    private static final int STRANGE = 1_000_000;
    private static final int STRANGE_OVER_HTTP = 300;
    private static final int COLD = 20;
    /** Of so many at a time nothing is held: far fewer than Redis or the sources take. */
    private static final int SIDE_BY_SIDE = 48;
    private static final int SAMPLE = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RedisProcess redis = RedisProcess.start();
    private final TwoReplicas replicas = new TwoReplicas(redis.uri(), redis.uri(),
            List.of("--gateway.access.most-members=" + 2 * MEMBERS, "--gateway.access.cold-lookups=" + COLD,
                    "--gateway.access.reload-after=10m", "--gateway.access.max-staleness=2m",
                    "--gateway.access.patience=2m", "--gateway.http2.cleartext=true",
                    "--gateway.redis.command-timeout=5s"));
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
    void aCompanyOfTenThousandThatChangesCostsEachReplicaOneCallToCore() {
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
            assertThat(replica.neighbours.memberships.get() - auth[i]).as("not one per member")
                    .isLessThan(MEMBERS / 100);
        }
    }

    /** All of them have come before anyone is told anything. */
    @Test
    void tenThousandFirstRequestsOfOneMemberAreOneLoad() {
        Replica replica = replicas.one;
        Person person = truth.newcomer();
        truth.granted(person, 1, false); // so that no backend is needed for the answer
        Neighbours neighbours = replica.neighbours;
        int[] before = {neighbours.sessions.get(), neighbours.users.get(), neighbours.memberships.get(),
                neighbours.entitlements.get()};
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
            assertThat(answered).hasValue(0);
        } finally {
            neighbours.auth.answer();
            neighbours.core.answer();
        }
        assertThat(answers.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join())
                .hasSize(AT_ONCE).containsOnly(403);
        connections.disposeLater().block(PATIENCE);
        assertThat(neighbours.sessions.get() - before[0]).isEqualTo(1);
        assertThat(neighbours.users.get() - before[1]).isEqualTo(1);
        assertThat(neighbours.memberships.get() - before[2]).isEqualTo(1);
        // Whoever comes for it from there finds it on its way; but its own writing may have come back by then, and is joined by nobody.
        assertThat(neighbours.entitlements.get() - before[3]).isBetween(1, 2);
    }

    @Test
    void aMillionCompaniesTriedByOneLoginPushNobodyOutAndHardlyReachCore() {
        Replica replica = replicas.one;
        Neighbours neighbours = replica.neighbours;
        List<Person> members = new ArrayList<>();
        while (members.size() < 1_000) {
            members.add(truth.newcomer());
        }
        assertThat(versions(replica, members).block(PATIENCE)).containsExactly("1.1");
        Person guesser = truth.stranger();
        assertThat(replica.get(guesser, "/events/1").answer()).isEqualTo("403 NOT_A_MEMBER");
        int memberships = neighbours.memberships.get();
        int entitlements = neighbours.entitlements.get();
        long heap = heapInUse();
        long begun = System.nanoTime();
        int limited = 0;
        for (int i = 0; i < STRANGE; i++) {
            AccessLookup.Found found = Objects.requireNonNull(replica.access(guess(guesser, i)).block(PATIENCE));
            DenyReason why = ((Caller.Authenticated) found.caller()).why();
            limited += why instanceof DenyReason.TooManyLookups ? 1 : 0;
        }
        for (int i = STRANGE; i < STRANGE + STRANGE_OVER_HTTP; i++) {
            Told told = replica.get(guess(guesser, i), "/events/1");
            assertThat(told.answer()).isIn("403 NOT_A_MEMBER", "429 RATE_LIMITED");
            limited += told.status() == 429 ? 1 : 0;
        }
        int seconds = (int) Duration.ofNanos(System.nanoTime() - begun).toSeconds() + 2;
        assertThat(neighbours.entitlements.get() - entitlements).as("calls to Core").isLessThanOrEqualTo(seconds);
        assertThat(neighbours.memberships.get() - memberships).as("calls to Auth").isLessThanOrEqualTo(seconds * COLD);
        assertThat(limited).isGreaterThanOrEqualTo(STRANGE + STRANGE_OVER_HTTP - seconds * COLD);
        assertThat(heapInUse() - heap).as("bytes more in use").isLessThan(16L << 20);
        int asked = neighbours.asked();
        assertThat(versions(replica, members).block(PATIENCE)).containsExactly("1.1");
        assertThat(neighbours.asked()).as("all are held still").isEqualTo(asked);
    }

    private static Person guess(Person guesser, int number) {
        return new Person(guesser.user(), new CompanyId("guess-" + number), guesser.membership(), guesser.session(),
                guesser.token());
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
