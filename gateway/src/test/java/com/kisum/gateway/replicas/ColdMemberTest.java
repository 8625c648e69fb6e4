package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.access.AccessBounds;
import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.ChangeStore.Stored;
import com.kisum.gateway.fact.FakeSharedStore;
import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.replicas.HeldHere.Asked;
import com.kisum.gateway.replicas.Truth.Person;
import com.kisum.policy.Caller;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.SubscriptionStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How long is the way of a member of whom nothing is held? Counted in round trips, one after the other; what goes side by side counts once. */
class ColdMemberTest {
    private static final AccessBounds BOUNDS = new AccessBounds(100, 100, 100);
    private static final int MOST_ROUNDS = 3;

    private final Truth truth = new Truth();
    private final FakeSharedStore store = new FakeSharedStore(System::nanoTime, Duration.ofHours(24),
            Duration.ofSeconds(60));
    private final Rounds<FakeSharedStore> redis = new Rounds<>(store);
    private final HeldHere here = new HeldHere(truth, redis, redis, BOUNDS);

    @AfterEach
    void close() {
        here.close();
    }

    private int roundsOfRedis(Person person) {
        redis.count();
        CompletableFuture<@Nullable Asked> answer = here.ask(person).toFuture();
        int rounds = 0;
        while (!answer.isDone() && redis.next()) {
            rounds++;
        }
        assertThat(Objects.requireNonNull(answer.join()).access().caller()).isInstanceOf(Caller.MemberWithAccess.class);
        return rounds;
    }

    /** Auth and Core answer only after all that can be asked has been. */
    private int roundsOfSources(Person person) {
        here.neighbours.auth.hold();
        here.neighbours.core.hold();
        CompletableFuture<@Nullable Asked> answer = here.ask(person).toFuture();
        int rounds = 0;
        int answered = 0;
        while (here.neighbours.asked() > answered) {
            answered = here.neighbours.asked();
            rounds++;
            Runnable auth = here.neighbours.auth.heldBack();
            Runnable core = here.neighbours.core.heldBack();
            auth.run();
            core.run();
        }
        assertThat(Objects.requireNonNull(answer.join()).access().caller()).isInstanceOf(Caller.MemberWithAccess.class);
        return rounds;
    }

    @Test
    void whoIsNowhereTakesThreeRoundTripsOfRedis() {
        assertThat(roundsOfRedis(truth.newcomer())).isLessThanOrEqualTo(MOST_ROUNDS);
    }

    @Test
    void whoIsHeldByAnotherReplicaTakesThreeToo() {
        Person person = truth.newcomer();
        try (HeldHere there = new HeldHere(truth, store, store, BOUNDS)) {
            assertThat(there.ask(person).block()).isNotNull();
        }
        assertThat(roundsOfRedis(person)).isLessThanOrEqualTo(MOST_ROUNDS);
        assertThat(here.neighbours.memberships).as("Redis had it").hasValue(0);
        assertThat(here.neighbours.entitlements).hasValue(0);
    }

    /** What Redis lost of someone whom another replica has asked for. */
    static Stream<Arguments> losses() {
        return Stream.of(lost("the facts", (_, store) -> store.evictFacts()),
                lost("the name", (person, store) -> store.evict(person.company(), person.user())),
                lost("the company's pointer", (person, store) -> store.evict(ofCompany(person))),
                lost("the membership's pointer", (person, store) -> store.evict(ofMembership(person))),
                lost("the facts and the company's pointer", (person, store) -> {
                    store.evictFacts();
                    store.evict(ofCompany(person));
                }),
                lost("both pointers", (person, store) -> {
                    store.evict(ofCompany(person));
                    store.evict(ofMembership(person));
                }), lost("the name and both pointers", (person, store) -> {
                    store.evict(person.company(), person.user());
                    store.evict(ofCompany(person));
                    store.evict(ofMembership(person));
                }),
                lost("everything", (_, store) -> store.flush()));
    }

    private static Arguments lost(String what, BiConsumer<Person, FakeSharedStore> loss) {
        return Arguments.of(Named.of(what, loss));
    }

    private static Pointer ofCompany(Person person) {
        return new Pointer.Company(person.company());
    }

    private static Pointer ofMembership(Person person) {
        return new Pointer.Membership(person.membership());
    }

    @ParameterizedTest
    @MethodSource("losses")
    void whoeverRedisLostSomethingOfTakesThreeAsWell(BiConsumer<Person, FakeSharedStore> loss) {
        Person person = truth.newcomer();
        try (HeldHere there = new HeldHere(truth, store, store, BOUNDS)) {
            assertThat(there.ask(person).block()).isNotNull();
        }
        loss.accept(person, store);
        assertThat(roundsOfRedis(person)).isLessThanOrEqualTo(MOST_ROUNDS);
        assertThat(here.neighbours.memberships).hasValue(1);
        assertThat(here.neighbours.entitlements).hasValue(1);
    }

    /** What was read on the way to the member is not believed about the company once something moved. */
    @Test
    void aCompanyThatMovesWhileAuthIsAskedIsReadAgain() {
        Person person = truth.newcomer();
        try (HeldHere there = new HeldHere(truth, store, store, BOUNDS)) {
            assertThat(there.ask(person).block()).isNotNull();
        }
        store.evictFacts();
        store.follow(here.pushes);
        here.neighbours.auth.hold();
        here.neighbours.core.hold();
        CompletableFuture<@Nullable Asked> answer = here.ask(person).toFuture();
        here.neighbours.auth.answer();
        assertThat(here.neighbours.entitlements).as("Core answers what was so before").hasValue(1);
        Runnable before = here.neighbours.core.heldBack();
        assertThat(store.store(new Change.OfCompany(person.company(), 2)).block()).isEqualTo(new Stored.Yes());
        before.run();
        assertThat(answer).as("the pointer is ahead: Core is asked again").isNotDone();
        truth.bought(person, 2, SubscriptionStatus.CANCELLED);
        here.neighbours.core.answer();
        await().untilAsserted(() -> assertThat(answer).isCompletedWithValueMatching(
                asked -> asked.access().caller() instanceof Caller.MemberWithAccess(var _, var access)
                        && access.version().startsWith("2.")));
    }

    /** A company's facts come along with a member's, and are worth no more than what was known when both were asked for. */
    @Test
    void aCompanyThatMovesWhileRedisIsReadIsNotDecidedByWhatStoodThere() {
        Person person = truth.newcomer();
        try (HeldHere there = new HeldHere(truth, store, store, BOUNDS)) {
            assertThat(there.ask(person).block()).isNotNull();
        }
        store.follow(here.pushes);
        redis.count();
        CompletableFuture<@Nullable Asked> answer = here.ask(person).toFuture();
        assertThat(redis.next()).as("who is meant").isTrue();
        assertThat(redis.next()).as("both pointers").isTrue();
        truth.bought(person, 2, SubscriptionStatus.CANCELLED);
        assertThat(store.store(new Change.OfCompany(person.company(), 2)).block()).isEqualTo(new Stored.Yes());
        while (!answer.isDone() && redis.next()) {
            assertThat(here.neighbours.memberships).as("Redis had the member").hasValue(0);
        }
        assertThat(answer).isCompletedWithValueMatching(
                asked -> asked.access().caller() instanceof Caller.MemberWithAccess(var _, var access)
                        && access.version().equals("2.1"));
    }

    @Test
    void sourcesAreAskedSideBySideWhereTheCompanyIsKnown() {
        Person person = truth.newcomer();
        Person colleague = truth.colleagueOf(person);
        assertThat(here.ask(person).block()).isNotNull();
        assertThat(roundsOfSources(colleague)).isEqualTo(1);
    }

    @Test
    void sourcesAreAskedSideBySideOfWhomNobodyHasHeard() {
        assertThat(roundsOfSources(truth.newcomer())).isEqualTo(1);
    }

    @Test
    void whatRedisHasIsAskedOfNoSource() {
        Person person = truth.newcomer();
        try (HeldHere there = new HeldHere(truth, store, store, BOUNDS)) {
            assertThat(there.ask(person).block()).isNotNull();
        }
        here.neighbours.auth.answer();
        here.neighbours.core.answer();
        assertThat(here.ask(person).block()).isNotNull();
        assertThat(here.neighbours.entitlements).hasValue(0);
        assertThat(here.neighbours.memberships).hasValue(0);
    }

    /** What they have bought is nothing that a guess may cost Core: the second guess of a login waits for Auth's answer. */
    @Test
    void coreIsNotAskedForWhoTriesAround() {
        Person stranger = truth.stranger();
        here.neighbours.auth.answer();
        here.neighbours.core.answer();
        for (int i = 0; i < 5; i++) {
            Person guess = new Person(stranger.user(), new CompanyId("guess-" + i), stranger.membership(),
                    stranger.session(), stranger.token());
            assertThat(here.ask(guess).block()).isNotNull();
        }
        assertThat(here.neighbours.memberships).hasValue(5);
        assertThat(here.neighbours.entitlements).hasValue(1);
    }
}
