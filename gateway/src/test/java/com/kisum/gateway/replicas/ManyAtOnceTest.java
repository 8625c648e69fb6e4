package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.access.AccessBounds;
import com.kisum.gateway.access.AccessLookup;
import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.FakeSharedStore;
import com.kisum.gateway.replicas.Truth.Person;
import com.kisum.policy.Caller;
import com.kisum.policy.DenyReason;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.SubscriptionStatus;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Does it stay calm when much is asked, or much has changed, at once? */
@Tag("heavy")
class ManyAtOnceTest {
    private static final int MEMBERS = 100_000;
    private static final int STRANGE = 1_000_000;
    private static final int COLD = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Truth truth = new Truth();
    private final FakeSharedStore store = new FakeSharedStore(System::nanoTime, Duration.ofHours(24),
            Duration.ofSeconds(60));

    private HeldHere replica(long members) {
        return new HeldHere(truth, store, store, new AccessBounds(10_000, members, COLD));
    }

    private static String versionOf(AccessLookup.Found found) {
        return ((Caller.MemberWithAccess) found.caller()).access().version();
    }

    private static AccessLookup.Found now(Mono<AccessLookup.Found> asked) {
        return Objects.requireNonNull(asked.block(PATIENCE));
    }

    @Test
    void aCompanyOfAHundredThousandThatChangesCostsEachReplicaOneCallToCore() {
        Person first = truth.newcomer();
        List<Person> members = new ArrayList<>(List.of(first));
        while (members.size() < MEMBERS) {
            members.add(truth.colleagueOf(first));
        }
        try (HeldHere one = replica(2L * MEMBERS); HeldHere other = replica(2L * MEMBERS)) {
            List<HeldHere> both = List.of(one, other);
            store.follow(new BothHear(one.pushes, other.pushes));
            for (HeldHere replica : both) {
                members.forEach(member -> assertThat(versionOf(now(replica.access(member)))).isEqualTo("1.1"));
                assertThat(replica.neighbours.entitlements.get()).isLessThanOrEqualTo(1);
            }
            int[] before = both.stream().mapToInt(replica -> replica.neighbours.entitlements.get()).toArray();
            int[] asked = both.stream().mapToInt(replica -> replica.neighbours.memberships.get()).toArray();
            truth.bought(first, 2, SubscriptionStatus.ACTIVE);
            assertThat(store.store(new Change.OfCompany(first.company(), 2)).block()).isNotNull();
            for (int i = 0; i < both.size(); i++) {
                HeldHere replica = both.get(i);
                members.forEach(member -> assertThat(versionOf(now(replica.access(member)))).isEqualTo("2.1"));
                assertThat(replica.neighbours.entitlements.get() - before[i]).isEqualTo(1);
                assertThat(replica.neighbours.memberships.get() - asked[i]).as("not one per member")
                        .isLessThan(MEMBERS / 100);
            }
        }
    }

    @Test
    void tenThousandFirstRequestsOfOneMemberAreOneLoad() {
        Person person = truth.newcomer();
        try (HeldHere replica = replica(100)) {
            replica.neighbours.auth.hold();
            replica.neighbours.core.hold();
            List<CompletableFuture<HeldHere.Asked>> asked = new ArrayList<>();
            while (asked.size() < 10_000) {
                asked.add(replica.ask(person).toFuture());
            }
            replica.neighbours.auth.answer();
            replica.neighbours.core.answer();
            assertThat(asked)
                    .extracting(answer -> answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join().access()
                            .caller().toString())
                    .containsOnly("MemberWithAccess[user=" + person.user() + ", access=EffectiveAccess["
                            + person.company() + "/" + person.membership() + " 1.1]]");
            assertThat(replica.neighbours.sessions).hasValue(1);
            assertThat(replica.neighbours.users).hasValue(1);
            assertThat(replica.neighbours.memberships).hasValue(1);
            assertThat(replica.neighbours.entitlements).hasValue(1);
        }
    }

    @Test
    void aMillionCompaniesTriedByOneLoginPushNobodyOutAndHardlyReachCore() {
        List<Person> members = new ArrayList<>();
        while (members.size() < 1_000) {
            members.add(truth.newcomer());
        }
        Person guesser = truth.stranger();
        try (HeldHere replica = replica(members.size())) {
            store.follow(replica.pushes);
            members.forEach(member -> now(replica.access(member)));
            int memberships = replica.neighbours.memberships.get();
            int entitlements = replica.neighbours.entitlements.get();
            long heap = heapInUse();
            long begun = System.nanoTime();
            int limited = 0;
            for (int i = 0; i < STRANGE; i++) {
                Person there = new Person(guesser.user(), new CompanyId("guess-" + i), guesser.membership(),
                        guesser.session(), guesser.token());
                AccessLookup.Found found = now(replica.access(there));
                DenyReason why = ((Caller.Authenticated) found.caller()).why();
                limited += why instanceof DenyReason.TooManyLookups ? 1 : 0;
                if (i % 100_000 == 0) {
                    store.beat();
                }
            }
            long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds() + 2;
            assertThat(replica.neighbours.entitlements.get() - entitlements).as("calls to Core")
                    .isLessThanOrEqualTo((int) seconds);
            assertThat(replica.neighbours.memberships.get() - memberships).as("calls to Auth")
                    .isLessThanOrEqualTo((int) seconds * COLD);
            assertThat(limited).isGreaterThanOrEqualTo(STRANGE - (int) seconds * COLD);
            assertThat(heapInUse() - heap).as("bytes more in use").isLessThan(8L << 20);
            int asked = replica.neighbours.asked();
            store.beat();
            members.forEach(member -> assertThat(versionOf(now(replica.access(member)))).isEqualTo("1.1"));
            assertThat(replica.neighbours.asked()).as("all are held still").isEqualTo(asked);
        }
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
