package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.access.AccessBounds;
import com.kisum.gateway.access.AccessLookup;
import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.FakeSharedStore;
import com.kisum.gateway.replicas.Truth.Person;
import com.kisum.policy.Caller;
import com.kisum.policy.access.SubscriptionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What does a change of a company cost that has more members than a test can load through a real Redis? */
@Tag("heavy")
class ManyHeldTest {
    private static final int MEMBERS = 100_000;
    private static final int COLD = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Truth truth = new Truth();
    private final FakeSharedStore store = new FakeSharedStore(System::nanoTime, Duration.ofHours(24),
            Duration.ofSeconds(60));

    private HeldHere replica() {
        return new HeldHere(truth, store, store, new AccessBounds(10_000, 2L * MEMBERS, COLD));
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
        try (HeldHere one = replica(); HeldHere other = replica()) {
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
}
