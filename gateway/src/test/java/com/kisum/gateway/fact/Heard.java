package com.kisum.gateway.fact;

import static org.awaitility.Awaitility.await;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** What was told, in order. */
public final class Heard implements PushListener {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Event> events = new CopyOnWriteArrayList<>();

    public sealed interface Event {
        record Moved(Pointer pointer) implements Event {}

        record Renamed(CompanyId company, UserId user) implements Event {}

        record Flushed() implements Event {}

        record Primaries(Set<String> primaries) implements Event {}

        record Armed(String primary, long nanos) implements Event {}

        record Lost(String primary) implements Event {}

        record Heartbeat(String primary, long writtenNanos) implements Event {}
    }

    @Override
    public void moved(Pointer pointer) {
        events.add(new Event.Moved(pointer));
    }

    @Override
    public void renamed(CompanyId company, UserId user) {
        events.add(new Event.Renamed(company, user));
    }

    @Override
    public void flushed() {
        events.add(new Event.Flushed());
    }

    @Override
    public void primaries(Set<String> primaries) {
        events.add(new Event.Primaries(primaries));
    }

    @Override
    public void armed(String primary, long nanos) {
        events.add(new Event.Armed(primary, nanos));
    }

    @Override
    public void lost(String primary) {
        events.add(new Event.Lost(primary));
    }

    @Override
    public void heartbeat(String primary, long writtenNanos) {
        events.add(new Event.Heartbeat(primary, writtenNanos));
    }

    public List<Event> events() {
        return List.copyOf(events);
    }

    public int size() {
        return events.size();
    }

    public <E extends Event> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Waits for one after the first {@code from} events. */
    public Event awaited(int from, Predicate<Event> wanted) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5))
                .until(() -> events.stream().skip(from).anyMatch(wanted));
        return events.stream().skip(from).filter(wanted).findFirst().orElseThrow();
    }

    public void awaitMoved(int from, Pointer pointer) {
        awaited(from, new Event.Moved(pointer)::equals);
    }

    /** Everything told from here on is told by connections that work. */
    public void awaitHeartbeatsOf(int primaries) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(
                () -> all(Event.Heartbeat.class).stream().map(Event.Heartbeat::primary).distinct()
                        .count() >= primaries);
    }
}
