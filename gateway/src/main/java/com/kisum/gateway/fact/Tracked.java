package com.kisum.gateway.fact;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Since when, and up to when, has Redis told of every change?
 *
 * <p>A heartbeat that came back proves that whatever changed at its primary before it was written has been told already. So
 * what was confirmed since all primaries are told of, and has not been told to have moved, was still current at the oldest of their last
 * heartbeats: one small write confirms everything held. What was confirmed before a primary was armed may have moved unheard,
 * and is confirmed by itself, once.
 */
public final class Tracked {
    /** All times so far, told together. */
    private record Span(boolean whole, long since, long upTo) {}

    /** One primary: since when it tells of changes, and up to when it has told. */
    private record Primary(long since, long upTo) {}

    private final Map<String, Primary> armed = new HashMap<>();
    private Set<String> primaries = Set.of();
    private volatile Span span = new Span(false, 0, 0);

    /** The latest instant at which something confirmed at that instant is known to have been current still. */
    long confirmedAt(long confirmed) {
        Span now = span;
        return now.whole && confirmed - now.since > 0 && now.upTo - confirmed > 0 ? now.upTo : confirmed;
    }

    /** How long ago was all that changed known to have been told? Nothing as long as not every primary told of its changes. */
    public @Nullable Duration heartbeatAge(long now) {
        Span told = span;
        return told.whole ? Duration.ofNanos(now - told.upTo) : null;
    }

    /** Where keys live has changed: what moved on the way may have moved unheard, so everything is confirmed once. */
    synchronized void primaries(Set<String> named, long nanos) {
        if (!named.equals(primaries)) {
            primaries = Set.copyOf(named);
            armed.keySet().retainAll(primaries);
            flushed(nanos);
            recount();
        }
    }

    synchronized void armed(String primary, long nanos) {
        if (primaries.contains(primary)) {
            armed.put(primary, new Primary(nanos, nanos));
            recount();
        }
    }

    /** What it has told is still true: the span ends, and is not forgotten before another begins. */
    synchronized void lost(String primary) {
        armed.remove(primary);
    }

    synchronized void heartbeat(String primary, long writtenNanos) {
        Primary known = armed.get(primary);
        if (known != null && writtenNanos - known.upTo > 0) {
            armed.put(primary, new Primary(known.since, writtenNanos));
            recount();
        }
    }

    /** Everything has to be confirmed anew. */
    synchronized void flushed(long nanos) {
        armed.replaceAll((_, known) -> new Primary(nanos, nanos));
        span = new Span(span.whole, nanos, nanos);
    }

    private void recount() {
        if (primaries.isEmpty() || !armed.keySet().containsAll(primaries)) {
            return;
        }
        Primary any = armed.values().iterator().next();
        long since = any.since;
        long upTo = any.upTo;
        for (Primary primary : armed.values()) {
            since = primary.since - since > 0 ? primary.since : since;
            upTo = primary.upTo - upTo < 0 ? primary.upTo : upTo;
        }
        span = new Span(true, since, upTo);
    }
}
