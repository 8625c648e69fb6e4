package com.kisum.gateway.fact;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has anything moved since a reading began? Registered before the reading, and marked by every push for what it watches: an answer
 * that was overtaken must not be kept as if it were current.
 */
public final class Watch implements AutoCloseable {
    private final Watches watches;
    private final List<Object> watched = new ArrayList<>(2);
    private final AtomicInteger marks = new AtomicInteger();

    Watch(Watches watches) {
        this.watches = watches;
    }

    /** Watches this, too. To be called before it is read. */
    public synchronized Watch over(Object what) {
        if (!watched.contains(what)) {
            watched.add(what);
            watches.add(what, this);
        }
        return this;
    }

    synchronized boolean isOver(Object what) {
        return watched.contains(what);
    }

    /**
     * Only ever more: the same number twice means that nothing moved between. Closing counts as a move, because nobody tells of
     * moves any more: who gave up waiting closes this while another thread still keeps what it was begun for.
     */
    public int marks() {
        return marks.get();
    }

    void mark() {
        marks.incrementAndGet();
    }

    @Override
    public synchronized void close() {
        watched.forEach(what -> watches.remove(what, this));
        watched.clear();
        mark();
    }
}
