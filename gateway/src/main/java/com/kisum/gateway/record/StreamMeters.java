package com.kisum.gateway.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How much goes on at the moment, where, and what was ended by us, and why? */
public final class StreamMeters {
    private final MeterRegistry meters;
    private final Map<Place, AtomicInteger> open = new ConcurrentHashMap<>();
    private final Counter allowed;
    private final Counter denied;

    private record Place(String route, String kind) {}

    public StreamMeters(MeterRegistry meters) {
        this.meters = meters;
        this.allowed = decisions("allow");
        this.denied = decisions("deny");
    }

    /** Counted up by whoever opens one, and down again when it is over. */
    public AtomicInteger open(String route, Enum<?> kind) {
        return open.computeIfAbsent(new Place(route, label(kind)), this::gauge);
    }

    public void decidedAgain(boolean mayGoOn) {
        (mayGoOn ? allowed : denied).increment();
    }

    public void ended(String route, Enum<?> kind, String code) {
        Counter.builder("gateway.streams.ended").description("Streams that the gateway has ended").tag("route", route)
                .tag("kind", label(kind)).tag("code", code).register(meters).increment();
    }

    private AtomicInteger gauge(Place place) {
        AtomicInteger number = new AtomicInteger();
        Gauge.builder("gateway.streams.open", number, AtomicInteger::get)
                .description("WebSockets and event streams under way").tag("route", place.route())
                .tag("kind", place.kind()).register(meters);
        return number;
    }

    private Counter decisions(String result) {
        return Counter.builder("gateway.streams.decisions").description("Streams that were decided again")
                .tag("result", result).register(meters);
    }

    private static String label(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
