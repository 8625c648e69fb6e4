package com.kisum.gateway.fact;

import java.util.concurrent.Semaphore;

/** How many questions may be under way at once? More are not queued: they are told so, at once. */
public final class Loads {
    private static final int MOST_RECHECKS = 256;

    private final Semaphore places;
    private final Semaphore rechecks = new Semaphore(MOST_RECHECKS);
    private final int most;

    public Loads(int most) {
        this.places = new Semaphore(most);
        this.most = most;
    }

    boolean tryBegin() {
        return places.tryAcquire();
    }

    void ended() {
        places.release();
    }

    boolean tryRecheck() {
        return rechecks.tryAcquire();
    }

    void rechecked() {
        rechecks.release();
    }

    public int underWay() {
        return most - places.availablePermits();
    }
}
