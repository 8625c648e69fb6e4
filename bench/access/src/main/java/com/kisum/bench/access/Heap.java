package com.kisum.bench.access;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** How many bytes are in use? Asked until collecting brings no less. */
final class Heap {
    private static final int MOST_COLLECTIONS = 10;
    private static final long NOISE = 64 * 1024;

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

    long used() {
        long used = collected();
        for (int i = 0; i < MOST_COLLECTIONS; i++) {
            long next = collected();
            if (used - next < NOISE) {
                return next;
            }
            used = next;
        }
        return used;
    }

    private long collected() {
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
