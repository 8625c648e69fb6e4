package com.kisum.gateway.record;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Who watches decisions as they are made, and which were the last? It is told on the thread that writes the log: no request does
 * anything for those who watch, be there none or all that there may be.
 */
public final class DecisionFeed implements AutoCloseable {
    public static final int MOST_LISTENERS = 8;
    private static final int LAST = DecisionListener.ROOM;

    private final HalfHour past = new HalfHour();
    private final Deque<Told> last = new ArrayDeque<>(LAST);
    private final List<DecisionListener> listeners = new ArrayList<>();
    private boolean closed;

    /**
     * @param line as it stands in the log
     */
    record Told(DecisionEvent event, String line) {}

    /** How the last half hour was. */
    public HalfHour past() {
        return past;
    }

    void tell(DecisionEvent event, String line) {
        past.add(event);
        Told told = new Told(event, line);
        synchronized (this) {
            if (last.size() == LAST) {
                last.removeFirst();
            }
            last.addLast(told);
            listeners.forEach(listener -> listener.tell(told));
        }
    }

    /** None when there are too many already, or there is no more to come. The last decisions are its first. */
    public synchronized Optional<DecisionListener> listen(DecisionFilter filter) {
        if (!hasRoom()) {
            return Optional.empty();
        }
        DecisionListener listener = new DecisionListener(filter, this);
        last.forEach(listener::keep);
        listeners.add(listener);
        return Optional.of(listener);
    }

    public synchronized boolean hasRoom() {
        return !closed && listeners.size() < MOST_LISTENERS;
    }

    public synchronized int listening() {
        return listeners.size();
    }

    synchronized void forget(DecisionListener listener) {
        listeners.remove(listener);
    }

    /** Who watches is not waited for when this gateway stops. */
    @Override
    public void close() {
        List<DecisionListener> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(listeners);
        }
        all.forEach(DecisionListener::end);
    }
}
