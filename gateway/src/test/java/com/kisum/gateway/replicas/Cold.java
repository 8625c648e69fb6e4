package com.kisum.gateway.replicas;

import com.kisum.gateway.replicas.Truth.Person;
import com.kisum.policy.access.CompanyId;
import java.util.function.Function;

/**
 * In which ways can it be that what a request needs is not held? Each says what comes of it, and how often one after the other the sources
 * have to be waited for.
 */
enum Cold {
    NOTHING_ANYWHERE(1, "member 1.1", world -> world.truth.newcomer()), EVERYTHING_IN_REDIS(1, "member 1.1",
            ColdWorld::knownThere), MEMBERSHIP_IN_REDIS(1, "member 1.1", world -> {
                Person person = world.truth.newcomer();
                world.there.membership(person).block();
                return person;
            }), ENTITLEMENTS_IN_REDIS(1, "member 1.1",
                    world -> world.truth.colleagueOf(world.knownThere())), MEMBERSHIP_AND_ENTITLEMENTS_IN_REDIS_APART(1,
                            "member 1.1", world -> {
                                Person person = world.truth.newcomer();
                                world.there.membership(person).block();
                                world.there.ask(world.truth.colleagueOf(person)).block();
                                return person;
                            }), ENTITLEMENTS_HELD(1, "member 1.1",
                                    world -> world.truth
                                            .colleagueOf(world.knownHere())), ENTITLEMENTS_HELD_MEMBERSHIP_IN_REDIS(1,
                                                    "member 1.1", world -> {
                                                        Person person = world.truth.colleagueOf(world.knownHere());
                                                        world.there.ask(person).block();
                                                        return person;
                                                    }), MEMBERSHIP_HELD(1, "member 1.1", world -> {
                                                        Person person = world.truth.newcomer();
                                                        world.here.standing(person).block();
                                                        world.here.membership(person).block();
                                                        return person;
                                                    }),
    /** They came along. */
    MEMBERSHIP_HELD_ENTITLEMENTS_IN_REDIS(0, "member 1.1", world -> {
        Person person = world.knownThere();
        world.here.standing(person).block();
        world.here.membership(person).block();
        return person;
    }), SESSION_HELD(1, "member 1.1", world -> {
        Person person = world.truth.newcomer();
        world.here.standing(person).block();
        return person;
    }), ACCESS_HELD_SESSION_NOT(1, "member 1.1", world -> {
        Person person = world.truth.newcomer();
        world.here.access(person).block();
        return person;
    }), NO_MEMBER(1, "NotAMember", world -> world.truth.stranger()), NO_MEMBER_WHERE_ENTITLEMENTS_ARE_HELD(1,
            "NotAMember", world -> {
                Person person = world.knownHere();
                Person stranger = world.truth.stranger();
                return new Person(stranger.user(), person.company(), stranger.membership(), stranger.session(),
                        stranger.token());
            }), NO_MEMBER_ANY_MORE(1, "NotAMember", world -> {
                Person person = world.knownThere();
                world.membershipEnds(person);
                return person;
            }),
    /** The one who may wait longer: a guess must not cost Core a question, so Auth answers first. */
    HAS_JUST_GUESSED(2, "member 1.1", world -> {
        Person person = world.truth.newcomer();
        Person guess = new Person(person.user(), new CompanyId("guess-of-" + person.user()), person.membership(),
                person.session(), person.token());
        world.here.ask(guess).block();
        return person;
    }), GRANTS_SUPERSEDED(1, "member 1.2",
            world -> world.superseded(world::grantsMove)), ENTITLEMENTS_SUPERSEDED(1, "member 2.1",
                    world -> world.superseded(world::entitlementsMove)), BOTH_SUPERSEDED(1, "member 2.2",
                            world -> world.superseded(world::entitlementsMove, world::grantsMove)), ALL_SUPERSEDED(1,
                                    "SessionRevoked",
                                    world -> world.superseded(world::entitlementsMove, world::grantsMove,
                                            world::tokenVersionMoves)), SUPERSEDED_AND_LOADED_THERE(1, "member 2.2",
                                                    world -> {
                                                        Person person = world.superseded(world::entitlementsMove,
                                                                world::grantsMove);
                                                        world.there.ask(person).block();
                                                        return person;
                                                    }), SESSION_REVOKED(0, "SessionRevoked", world -> world
                                                            .superseded(world::sessionEnds)), TOKEN_VERSION_MOVED(1,
                                                                    "SessionRevoked",
                                                                    world -> world.superseded(
                                                                            world::tokenVersionMoves)), MEMBERSHIP_ENDED(
                                                                                    1, "NotAMember",
                                                                                    world -> world.superseded(
                                                                                            world::membershipEnds)), BOTH_POINTERS_LOST(
                                                                                                    1, "member 1.1",
                                                                                                    world -> world
                                                                                                            .superseded(
                                                                                                                    world::pointersGo)), NOT_CONFIRMED_FOR_LONG(
                                                                                                                            0,
                                                                                                                            "member 1.1",
                                                                                                                            world -> {
                                                                                                                                Person person = world
                                                                                                                                        .knownHere();
                                                                                                                                world.passes(
                                                                                                                                        HeldHere.MAX_STALENESS);
                                                                                                                                return person;
                                                                                                                            }), GROWN_OLD(
                                                                                                                                    1,
                                                                                                                                    "member 1.1",
                                                                                                                                    world -> {
                                                                                                                                        Person person = world
                                                                                                                                                .knownHere();
                                                                                                                                        world.passes(
                                                                                                                                                HeldHere.RELOAD_AFTER);
                                                                                                                                        return person;
                                                                                                                                    }), GROWN_OLD_AND_LOADED_THERE(
                                                                                                                                            1,
                                                                                                                                            "member 1.1",
                                                                                                                                            world -> {
                                                                                                                                                Person person = world
                                                                                                                                                        .knownHere();
                                                                                                                                                world.passes(
                                                                                                                                                        HeldHere.RELOAD_AFTER);
                                                                                                                                                world.there
                                                                                                                                                        .ask(person)
                                                                                                                                                        .block();
                                                                                                                                                return person;
                                                                                                                                            }), GROWN_OLD_WITHOUT_POINTERS(
                                                                                                                                                    1,
                                                                                                                                                    "member 1.1",
                                                                                                                                                    world -> {
                                                                                                                                                        Person person = world
                                                                                                                                                                .knownHere();
                                                                                                                                                        world.passes(
                                                                                                                                                                HeldHere.RELOAD_AFTER);
                                                                                                                                                        world.store
                                                                                                                                                                .flush();
                                                                                                                                                        return person;
                                                                                                                                                    });

    /** How many rounds of sources at most: what Redis knows of a member is asked of nobody else. */
    final int sources;
    final String answer;
    // A function that keeps nothing.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<ColdWorld, Person> beginning;

    Cold(int sources, String answer, Function<ColdWorld, Person> beginning) {
        this.sources = sources;
        this.answer = answer;
        this.beginning = beginning;
    }

    Person in(ColdWorld world) {
        return beginning.apply(world);
    }
}
