package com.kisum.gateway.replicas;

import com.kisum.gateway.replicas.Truth.Person;
import com.kisum.policy.access.CompanyId;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * In which ways can it be that what a request needs is not held? Each says what comes of it, and how often one after the other the sources
 * have to be waited for.
 *
 * @param sources how many rounds of sources: what Redis knows of a member is asked of nobody else
 */
record Cold(String name, int sources, String answer, Function<ColdWorld, Person> beginning) {
    static Stream<Cold> all() {
        return Stream.of(nothingSuperseded(), superseded(), grownOld()).flatMap(Function.identity());
    }

    private static Stream<Cold> nothingSuperseded() {
        return Stream.of(
                member("nothing anywhere", 1, world -> world.truth.newcomer()),
                member("everything in Redis", 1, ColdWorld::knownThere),
                member("membership in Redis", 1, Cold::membershipThere),
                member("entitlements in Redis", 1, world -> world.truth.colleagueOf(world.knownThere())),
                member("membership and entitlements in Redis, apart", 1, Cold::bothThereApart),
                member("entitlements held", 1, world -> world.truth.colleagueOf(world.knownHere())),
                member("entitlements held, membership in Redis", 1, Cold::entitlementsHereMembershipThere),
                member("membership held", 1, world -> membershipHere(world, world.truth.newcomer())),
                // The entitlements came along.
                member("membership held, entitlements in Redis", 0, world -> membershipHere(world, world.knownThere())),
                member("session held", 1, world -> sessionHere(world, world.truth.newcomer())),
                member("access held, session not", 1, Cold::accessHere),
                cold("no member", 1, "NotAMember", world -> world.truth.stranger()),
                cold("no member, entitlements held", 1, "NotAMember", Cold::strangerWhereEntitlementsAreHeld),
                cold("no member any more", 1, "NotAMember", Cold::memberNoMore),
                // The one who may wait longer: a guess must not cost Core a question, so Auth answers first.
                member("has just guessed", 2, Cold::justGuessed));
    }

    private static Stream<Cold> superseded() {
        return Stream.of(
                cold("grants", 1, "member 1.2", world -> world.superseded(world::grantsMove)),
                cold("entitlements", 1, "member 2.1", world -> world.superseded(world::entitlementsMove)),
                cold("both", 1, "member 2.2", Cold::bothMoved),
                cold("both, and the token version", 1, "SessionRevoked", Cold::allMoved),
                cold("both, and loaded by another", 1, "member 2.2", world -> askedThere(world, bothMoved(world))),
                cold("session", 0, "SessionRevoked", world -> world.superseded(world::sessionEnds)),
                cold("token version", 1, "SessionRevoked", world -> world.superseded(world::tokenVersionMoves)),
                cold("membership", 1, "NotAMember", world -> world.superseded(world::membershipEnds)),
                member("nothing, but both pointers are lost", 1, world -> world.superseded(world::pointersGo)))
                .map(cold -> new Cold("superseded: " + cold.name, cold.sources, cold.answer, cold.beginning));
    }

    private static Stream<Cold> grownOld() {
        return Stream.of(
                member("not confirmed for long", 0, world -> aged(world, HeldHere.MAX_STALENESS)),
                member("grown old", 1, world -> aged(world, HeldHere.RELOAD_AFTER)),
                member("grown old, and loaded by another", 1,
                        world -> askedThere(world, aged(world, HeldHere.RELOAD_AFTER))),
                member("grown old, and Redis has nothing", 1, Cold::agedAndFlushed));
    }

    private static Cold member(String name, int sources, Function<ColdWorld, Person> beginning) {
        return cold(name, sources, "member 1.1", beginning);
    }

    private static Cold cold(String name, int sources, String answer, Function<ColdWorld, Person> beginning) {
        return new Cold(name, sources, answer, beginning);
    }

    private static Person membershipThere(ColdWorld world) {
        Person person = world.truth.newcomer();
        world.there.membership(person).block();
        return person;
    }

    private static Person bothThereApart(ColdWorld world) {
        Person person = membershipThere(world);
        askedThere(world, world.truth.colleagueOf(person));
        return person;
    }

    private static Person entitlementsHereMembershipThere(ColdWorld world) {
        return askedThere(world, world.truth.colleagueOf(world.knownHere()));
    }

    private static Person askedThere(ColdWorld world, Person person) {
        world.there.ask(person).block();
        return person;
    }

    private static Person sessionHere(ColdWorld world, Person person) {
        world.here.standing(person).block();
        return person;
    }

    private static Person membershipHere(ColdWorld world, Person person) {
        world.here.membership(sessionHere(world, person)).block();
        return person;
    }

    private static Person accessHere(ColdWorld world) {
        Person person = world.truth.newcomer();
        world.here.access(person).block();
        return person;
    }

    private static Person strangerWhereEntitlementsAreHeld(ColdWorld world) {
        return at(world.truth.stranger(), world.knownHere().company());
    }

    private static Person memberNoMore(ColdWorld world) {
        Person person = world.knownThere();
        world.membershipEnds(person);
        return person;
    }

    private static Person justGuessed(ColdWorld world) {
        Person person = world.truth.newcomer();
        world.here.ask(at(person, new CompanyId("guess-of-" + person.user()))).block();
        return person;
    }

    private static Person at(Person person, CompanyId company) {
        return new Person(person.user(), company, person.membership(), person.session(), person.token());
    }

    private static Person bothMoved(ColdWorld world) {
        return world.superseded(world::entitlementsMove, world::grantsMove);
    }

    private static Person allMoved(ColdWorld world) {
        return world.superseded(world::entitlementsMove, world::grantsMove, world::tokenVersionMoves);
    }

    private static Person aged(ColdWorld world, Duration time) {
        Person person = world.knownHere();
        world.passes(time);
        return person;
    }

    private static Person agedAndFlushed(ColdWorld world) {
        Person person = aged(world, HeldHere.RELOAD_AFTER);
        world.store.flush();
        return person;
    }

    Person in(ColdWorld world) {
        return beginning.apply(world);
    }

    @Override
    public String toString() {
        return name;
    }
}
