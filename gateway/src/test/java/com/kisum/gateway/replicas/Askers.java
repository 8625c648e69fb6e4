package com.kisum.gateway.replicas;

import com.kisum.gateway.replicas.Truth.Person;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Someone else for each kind of change, asking all the time: what has to be waited for is waited for once, and not once for each. */
final class Askers implements AutoCloseable {
    private final TwoReplicas replicas;
    private final Map<Changed, Person> people = new EnumMap<>(Changed.class);
    private final Map<Changed, List<Traffic>> traffic = new EnumMap<>(Changed.class);

    Askers(TwoReplicas replicas, Collection<Changed> changes) {
        this.replicas = replicas;
        changes.forEach(changed -> people.put(changed, replicas.known()));
    }

    Askers askBoth() {
        people.forEach((changed, person) -> replicas.both()
                .forEach(replica -> ask(changed, person, replica, "/events/1")));
        return this;
    }

    void ask(Changed changed, Person person, Replica replica, String path) {
        traffic.computeIfAbsent(changed, _ -> new ArrayList<>())
                .add(Traffic.of(replica, person, "GET", path));
    }

    void eachPerson(BiConsumer<Changed, Person> what) {
        people.forEach(what);
    }

    void each(BiConsumer<Changed, Traffic> what) {
        traffic.forEach((changed, some) -> some.forEach(one -> what.accept(changed, one)));
    }

    @Override
    public void close() {
        traffic.values().forEach(some -> some.forEach(Traffic::close));
    }
}
