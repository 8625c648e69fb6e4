package com.kisum.gateway.redis;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * When is the topology looked at? Time after time, and sooner when someone asks; never twice at once, and never without a pause,
 * however many ask. Used on the keeping thread only, but for {@link #again}.
 */
final class Looks {
    private static final Duration LEAST_PAUSE = Duration.ofMillis(100);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

    private final ScheduledExecutorService keeping;
    private final Duration pause;
    private final Runnable look;
    private boolean looking = true;
    private boolean wanted;
    private boolean soon;
    private int plan;

    Looks(ScheduledExecutorService keeping, Duration pause, Runnable look) {
        this.keeping = keeping;
        this.pause = pause;
        this.look = look;
    }

    void begin() {
        plan(Duration.ZERO);
    }

    /** Can be called on any thread. */
    void again() {
        keeping.execute(this::wanted);
    }

    private void wanted() {
        if (looking) {
            wanted = true;
        } else if (!soon) {
            plan(LEAST_PAUSE);
            soon = true;
        }
    }

    /** A look has ended; in vain if nothing was seen. */
    void ended(boolean inVain) {
        Duration next = pause;
        if (inVain && AFTER_FAILURE.compareTo(next) < 0) {
            next = AFTER_FAILURE;
        }
        plan(wanted ? LEAST_PAUSE : next);
        soon = wanted;
        wanted = false;
    }

    private void plan(Duration wait) {
        looking = false;
        int mine = ++plan;
        ScheduledFuture<?> _ = keeping.schedule(() -> look(mine), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(int planned) {
        if (planned == plan && !looking) {
            looking = true;
            soon = false;
            look.run();
        }
    }
}
