package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.access.AccessBounds;
import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.ChangeStore.Stored;
import com.kisum.gateway.fact.FakeSharedStore;
import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.identity.Identity;
import com.kisum.gateway.replicas.HeldHere.Asked;
import com.kisum.gateway.replicas.Truth.Person;
import com.kisum.policy.Caller;
import com.kisum.policy.DenyReason;
import com.kisum.policy.access.SubscriptionStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How long is someone's way through one replica? In round trips, one after the other; what goes side by side counts once. */
final class ColdWorld implements AutoCloseable {
    private static final AccessBounds BOUNDS = new AccessBounds(100, 100, 100);

    private final AtomicLong passed = new AtomicLong();
    final Truth truth = new Truth();
    final FakeSharedStore store = new FakeSharedStore(this::nanos, Duration.ofHours(24), Duration.ofSeconds(60));
    final Rounds<FakeSharedStore> redis = new Rounds<>(store);
    final HeldHere here = new HeldHere(truth, redis, redis, BOUNDS, this::nanos);
    final HeldHere there = new HeldHere(truth, store, store, BOUNDS, this::nanos);

    /** What was answered, and after how many rounds. */
    record Way(int rounds, Asked asked) {
        /** What a request is answered by. */
        String answer() {
            if (asked.identity() instanceof Identity.Unproven(DenyReason.OfToken why)) {
                return why.getClass().getSimpleName();
            }
            return switch (asked.access().caller()) {
                case Caller.MemberWithAccess(var _, var access) -> "member " + access.version();
                case Caller.Authenticated(var _, var why) -> why.getClass().getSimpleName();
                case Caller other -> other.toString();
            };
        }
    }

    private long nanos() {
        return System.nanoTime() + passed.get();
    }

    void passes(Duration time) {
        passed.addAndGet(time.toNanos());
    }

    /** Someone of whom another replica has everything, and Redis too. */
    Person knownThere() {
        Person person = truth.newcomer();
        there.ask(person).block();
        return person;
    }

    Person knownHere() {
        Person person = truth.newcomer();
        here.ask(person).block();
        return person;
    }

    /** Held here, and then told to have changed. */
    @SafeVarargs
    final Person superseded(Consumer<Person>... changes) {
        Person person = knownHere();
        store.follow(here.pushes);
        for (Consumer<Person> change : changes) {
            change.accept(person);
        }
        return person;
    }

    void grantsMove(Person person) {
        truth.granted(person, 2, true);
        announced(new Change.OfMembership(person.company(), person.user(), person.membership(), 2));
    }

    void membershipEnds(Person person) {
        truth.ports().memberships().end(person.user(), person.company(), person.membership(), 2);
        announced(new Change.OfMembership(person.company(), person.user(), person.membership(), 2));
    }

    void entitlementsMove(Person person) {
        truth.bought(person, 2, SubscriptionStatus.ACTIVE);
        announced(new Change.OfCompany(person.company(), 2));
    }

    void sessionEnds(Person person) {
        truth.ports().sessions().end(person.session());
        announced(new Change.OfSession(person.session()));
    }

    void tokenVersionMoves(Person person) {
        truth.ports().users().active(person.user(), 2);
        announced(new Change.OfUser(person.user(), 2));
    }

    void pointersGo(Person person) {
        store.evict(new Pointer.Company(person.company()));
        store.evict(new Pointer.Membership(person.membership()));
    }

    private void announced(Change change) {
        assertThat(store.store(change).block()).isEqualTo(new Stored.Yes());
    }

    Way throughRedis(Person person) {
        redis.count();
        CompletableFuture<@Nullable Asked> answer = here.ask(person).toFuture();
        int rounds = 0;
        while (!answer.isDone() && redis.next()) {
            rounds++;
        }
        return new Way(rounds, Objects.requireNonNull(answer.join()));
    }

    /** Auth and Core answer only after all that can be asked has been. */
    Way throughSources(Person person) {
        here.neighbours.auth.hold();
        here.neighbours.core.hold();
        int answered = here.neighbours.asked();
        CompletableFuture<@Nullable Asked> answer = here.ask(person).toFuture();
        int rounds = 0;
        while (here.neighbours.asked() > answered) {
            answered = here.neighbours.asked();
            rounds++;
            Runnable auth = here.neighbours.auth.heldBack();
            Runnable core = here.neighbours.core.heldBack();
            auth.run();
            core.run();
        }
        return new Way(rounds, Objects.requireNonNull(answer.join()));
    }

    @Override
    public void close() {
        here.close();
        there.close();
    }
}
