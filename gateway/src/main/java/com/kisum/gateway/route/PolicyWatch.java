package com.kisum.gateway.route;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * When is routes.yml looked at? Again and again, on a thread of its own: notifications of file systems are lost on network mounts
 * and late on some systems, and reading a small file costs next to nothing.
 */
public final class PolicyWatch implements AutoCloseable {
    private final ScheduledExecutorService looking = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("policy-watch").factory());

    public PolicyWatch(Policies policies, Duration every) {
        var _ = looking.scheduleWithFixedDelay(policies::look, every.toMillis(), every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
