package com.kisum.bench.access;

import java.io.PrintStream;

/** How many bytes does one more member cost, who has thirty permissions? */
final class Memory {
    private static final int COMPANIES = 100;
    private static final int MEMBERS = 100_000;
    private static final int PERMISSIONS = 30;
    private static final int RELOADS = 2;
    private static final int MOST_BYTES = 1024;

    private final PrintStream out;
    private final Heap heap = new Heap();

    Memory(PrintStream out) {
        this.out = out;
    }

    /** Whether the bar is met. */
    boolean measure() throws Exception {
        try (Gate gate = new Gate(new Town(COMPANIES, PERMISSIONS))) {
            // What is there once: classes, companies, the keys that all share.
            for (int member = MEMBERS; member < MEMBERS + 10 * COMPANIES; member++) {
                gate.enter(member);
                gate.identify(gate.bearer(member));
            }
            out.printf("%,d members of %,d companies, %d of 60 permissions each, ids of 36 letters%n%n", MEMBERS,
                    COMPANIES,
                    PERMISSIONS);
            out.printf("| bytes per member | measured | at most |%n|---|---:|---:|%n");
            long before = heap.used();
            everyone(gate);
            boolean met = row("after the first request", heap.used() - before, true);
            for (int times = 1; times <= RELOADS; times++) {
                gate.timePasses();
                everyone(gate);
                met &= row("after it was loaded again, time " + times, heap.used() - before, true);
            }
            before = heap.used();
            for (int member = 0; member < MEMBERS; member++) {
                gate.identify(gate.bearer(member));
            }
            row("session and user, for each who is logged in", heap.used() - before, false);
            gate.enter(0); // all of it is still reachable
            return met;
        }
    }

    private static void everyone(Gate gate) {
        for (int member = 0; member < MEMBERS; member++) {
            gate.enter(member);
        }
    }

    private boolean row(String when, long bytes, boolean held) {
        long each = bytes / MEMBERS;
        boolean met = !held || each <= MOST_BYTES;
        out.printf("| %s | %,d | %s |%n", when, each,
                held ? "%,d, %s".formatted(MOST_BYTES, met ? "met" : "missed") : "");
        return met;
    }
}
