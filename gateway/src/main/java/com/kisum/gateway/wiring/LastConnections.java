package com.kisum.gateway.wiring;

import java.util.List;
import org.springframework.context.SmartLifecycle;

/**
 * What is closed before the event loops end? The connections to Auth, Core and the backends: who closes one when its loop has ended
 * fails, with a stack trace for each. The loops end with the phase in which the frame's resources stop, beans are destroyed
 * afterwards; so this stops between the server, which has answered its last request by then, and the loops. A start that fails never
 * came to a phase, and its beans are destroyed in an order that does as well.
 */
final class LastConnections implements SmartLifecycle {
    private static final int BEFORE_THE_LOOPS = 1_000; // theirs is 0, the server's are at the upper end

    private final List<Runnable> closings;
    private volatile boolean running;

    LastConnections(List<Runnable> closings) {
        this.closings = closings;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        closings.forEach(Runnable::run);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return BEFORE_THE_LOOPS;
    }
}
