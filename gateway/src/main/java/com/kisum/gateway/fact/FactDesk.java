package com.kisum.gateway.fact;

import java.util.function.LongSupplier;
import reactor.core.scheduler.Scheduler;

/**
 * What do all kinds of facts share? The pointers, who is reading, since when Redis tells of changes, the times and the clock.
 *
 * @param clock monotonic
 * @param scheduler for pauses
 */
public record FactDesk(Pointers pointers, Watches watches, Tracked tracked, FactTimes times, LongSupplier clock,
        Scheduler scheduler, FactMeters meters) {}
