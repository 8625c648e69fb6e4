package com.kisum.gateway.proxy;

import java.util.concurrent.Semaphore;

/**
 * How much may go on with one backend that does not end by itself, and how much of it for strangers? Who has proven nothing could
 * come back under as many addresses as they like, so all of them together have half of the places, and members the rest.
 */
final class StreamPlaces {
    private final Semaphore all;
    private final Semaphore strangers;

    StreamPlaces(int most) {
        all = new Semaphore(most);
        strangers = new Semaphore(Math.max(1, most / 2));
    }

    boolean take(boolean stranger) {
        if (stranger && !strangers.tryAcquire()) {
            return false;
        }
        boolean taken = all.tryAcquire();
        if (stranger && !taken) {
            strangers.release();
        }
        return taken;
    }

    void giveBack(boolean stranger) {
        all.release();
        if (stranger) {
            strangers.release();
        }
    }
}
