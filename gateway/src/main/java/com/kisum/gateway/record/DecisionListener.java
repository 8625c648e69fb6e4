package com.kisum.gateway.record;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What does one person who watches still have to be shown? The newest that fit; whoever reads more slowly than requests come is not
 * waited for and costs no more memory than this: the oldest give way, and are counted.
 */
public final class DecisionListener implements AutoCloseable {
    /** More at once than anyone reads. */
    public static final int ROOM = 100;

    private final DecisionFilter filter;
    private final DecisionFeed feed;
    private final Sinks.Empty<Void> ended = Sinks.empty();
    private final Deque<String> waiting = new ArrayDeque<>(ROOM);
    private long seen;
    private long dropped;

    /**
     * What came since the last time.
     *
     * @param seen how many decisions were made, whether they are wanted or not
     * @param dropped how many of those that are wanted are not among the lines
     * @param lines as in the log, in the order in which they came
     */
    public record Batch(long seen, long dropped, List<String> lines) {}

    DecisionListener(DecisionFilter filter, DecisionFeed feed) {
        this.filter = filter;
        this.feed = feed;
    }

    synchronized void tell(DecisionFeed.Told told) {
        seen++;
        keep(told);
    }

    /** From before: wanted, and not new. */
    synchronized void keep(DecisionFeed.Told told) {
        if (!filter.accepts(told.event())) {
            return;
        }
        if (waiting.size() == ROOM) {
            waiting.removeFirst();
            dropped++;
        }
        waiting.addLast(told.line());
    }

    /** Whether there is something to show. */
    public synchronized boolean waits() {
        return !waiting.isEmpty();
    }

    public synchronized Batch take() {
        Batch batch = new Batch(seen, dropped, new ArrayList<>(waiting));
        waiting.clear();
        seen = 0;
        dropped = 0;
        return batch;
    }

    /** When there is no more to come, because this gateway stops. */
    public Mono<Void> ended() {
        return ended.asMono();
    }

    void end() {
        Sinks.EmitResult _ = ended.tryEmitEmpty(); // twice is once
    }

    /** Nobody watches any more. */
    @Override
    public void close() {
        feed.forget(this);
    }
}
