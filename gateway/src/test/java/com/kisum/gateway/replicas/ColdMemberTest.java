package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.ChangeStore.Stored;
import com.kisum.gateway.fact.FakeSharedStore;
import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.replicas.HeldHere.Asked;
import com.kisum.gateway.replicas.Truth.Person;
import com.kisum.policy.Caller;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.SubscriptionStatus;
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
    private static final int MOST_ROUNDS = 3;

    private final ColdWorld world = new ColdWorld();
    private final Truth truth = world.truth;
    private final FakeSharedStore store = world.store;
    private final Rounds<FakeSharedStore> redis = world.redis;
    private final HeldHere here = world.here;

    @AfterEach
    void close() {
        world.close();
    }

    /** One who guessed a moment ago waits for Core after Auth, and for Redis once more. */
    private static int mostRounds(Cold cold) {
        return cold.sources() < 2 ? MOST_ROUNDS : MOST_ROUNDS + 1;
    }

    @ParameterizedTest
    @MethodSource("com.kisum.gateway.replicas.Cold#all")
    void takesThreeRoundTripsOfRedisInWhateverWayItIsCold(Cold cold) {
        ColdWorld.Way way = world.throughRedis(cold.in(world));
        assertThat(way.answer()).isEqualTo(cold.answer());
        assertThat(way.rounds()).isLessThanOrEqualTo(mostRounds(cold));
    }

    /** That of our own writing included; here it always comes before the answer. */
    @ParameterizedTest
    @MethodSource("com.kisum.gateway.replicas.Cold#all")
    void takesOneMoreAtMostWhereAPushComesBetween(Cold cold) {
        store.follow(here.pushes);
        ColdWorld.Way way = world.throughRedis(cold.in(world));
        assertThat(way.answer()).isEqualTo(cold.answer());
        assertThat(way.rounds()).isLessThanOrEqualTo(mostRounds(cold) + 1);
    }

    @ParameterizedTest
    @MethodSource("com.kisum.gateway.replicas.Cold#all")
    void asksTheSourcesSideBySideInWhateverWayItIsCold(Cold cold) {
        ColdWorld.Way way = world.throughSources(cold.in(world));
        assertThat(way.answer()).isEqualTo(cold.answer());
        assertThat(way.rounds()).isEqualTo(cold.sources());
    }

    @Test
    void whatAnotherReplicaHoldsIsAskedOfNeitherAuthNorCore() {
        world.throughRedis(world.knownThere());
        assertThat(here.neighbours.memberships).as("Redis had it").hasValue(0);
        assertThat(here.neighbours.entitlements).hasValue(0);
    }

    /** Redis tells what others were told, and a reload is there to find what nobody was told. */
    @Test
    void whatHasGrownOldIsAskedOfTheSourcesThoughAnotherReplicaHasJustDoneSo() {
        Person person = world.knownHere();
        world.passes(HeldHere.RELOAD_AFTER);
        world.there.ask(person).block();
        int memberships = here.neighbours.memberships.get();
        int entitlements = here.neighbours.entitlements.get();
        ColdWorld.Way way = world.throughRedis(person);
        assertThat(way.answer()).isEqualTo("member 1.1");
        assertThat(here.neighbours.memberships).hasValue(memberships + 1);
        assertThat(here.neighbours.entitlements).hasValue(entitlements + 1);
    }

    /** Or a replica that starts would find nothing of those who have been asking for longer than that. */
    @Test
    void whatIsLoadedAgainIsLeftInRedisAgain() {
        Person person = world.knownHere();
        world.passes(HeldHere.RELOAD_AFTER);
        assertThat(here.ask(person).block()).isNotNull();
        world.there.ask(person).block();
        assertThat(world.there.neighbours.memberships).hasValue(0);
        assertThat(world.there.neighbours.entitlements).hasValue(0);
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
        Person person = world.knownThere();
        loss.accept(person, store);
        ColdWorld.Way way = world.throughRedis(person);
        assertThat(way.answer()).isEqualTo("member 1.1");
        assertThat(way.rounds()).isLessThanOrEqualTo(MOST_ROUNDS);
        assertThat(here.neighbours.memberships).hasValue(1);
        assertThat(here.neighbours.entitlements).hasValue(1);
    }

    /** What was read on the way to the member is not believed about the company once something moved. */
    @Test
    void aCompanyThatMovesWhileAuthIsAskedIsReadAgain() {
        Person person = world.knownThere();
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
        Person person = world.knownThere();
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
