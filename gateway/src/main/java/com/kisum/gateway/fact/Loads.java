package com.kisum.gateway.fact;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many questions may be under way at once? More are not queued: they are told so, at once. Each source has places of its own, so that
 * one which hangs takes none of another's.
 */
public final class Loads {
    private static final int MOST_RECHECKS = 256;

    private final Semaphore places;
    private final Semaphore rechecks = new Semaphore(MOST_RECHECKS);
    private final int most;
    private final LongAdder underWay;

    public Loads(int most) {
        this(most, new LongAdder());
    }

    private Loads(int most, LongAdder underWay) {
        this.places = new Semaphore(most);
        this.most = most;
        this.underWay = underWay;
    }

    /** As many again, for another source; those under way are counted together. */
    public Loads ofAnotherSource() {
        return new Loads(most, underWay);
    }

    boolean tryBegin() {
        boolean begun = places.tryAcquire();
        if (begun) {
            underWay.increment();
        }
        return begun;
    }

    void ended() {
        underWay.decrement();
        places.release();
    }

    boolean tryRecheck() {
        return rechecks.tryAcquire();
    }

    void rechecked() {
        rechecks.release();
    }

    public int underWay() {
        return underWay.intValue();
    }
}
