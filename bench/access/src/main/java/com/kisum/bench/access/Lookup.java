package com.kisum.bench.access;

import com.kisum.gateway.identity.Bearer;
import com.kisum.policy.access.CompanyId;
import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** What does it take to find a warm request's session, user, membership and access? Time and garbage, in one thread. */
final class Lookup {
    private static final int COMPANIES = 100;
    private static final int MEMBERS = 10_000;
    private static final int PERMISSIONS = 30;
    private static final int ROUNDS = 40;
    private static final int PER_ROUND = 500_000;
    private static final int COUNTED = ROUNDS / 2;
    private static final double MOST_NANOS = 2_000;
    /** A prime, so that neighbours in time are no neighbours in memory. */
    private static final int STRIDE = 7_919;

    private final PrintStream out;

    Lookup(PrintStream out) {
        this.out = out;
    }

    /** Whether the bar is met. */
    boolean measure() throws Exception {
        Town town = new Town(COMPANIES, PERMISSIONS);
        Bearer[] bearers = new Bearer[MEMBERS];
        CompanyId[] companies = new CompanyId[MEMBERS];
        try (Gate gate = new Gate(town)) {
            for (int member = 0; member < MEMBERS; member++) {
                gate.enter(member);
                bearers[member] = gate.bearer(member);
                companies[member] = town.company(member);
                gate.identify(bearers[member]);
            }
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            double[] nanos = new double[COUNTED];
            long bytes = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long allocated = threads.getCurrentThreadAllocatedBytes();
                long begun = System.nanoTime();
                round(gate, bearers, companies);
                double each = (System.nanoTime() - begun) / (double) PER_ROUND;
                if (round >= ROUNDS - COUNTED) {
                    nanos[round - (ROUNDS - COUNTED)] = each;
                    bytes += threads.getCurrentThreadAllocatedBytes() - allocated;
                }
            }
            Arrays.sort(nanos);
            double median = nanos[COUNTED / 2];
            boolean met = median < MOST_NANOS;
            out.printf("%n%,d warm members in turns, one thread%n%n", MEMBERS);
            out.printf("| a warm lookup | measured | at most |%n|---|---:|---:|%n");
            out.printf("| ns, median of %d rounds | %.0f | %.0f, %s |%n", COUNTED, median, MOST_NANOS,
                    met ? "met" : "missed");
            out.printf("| ns, quietest and slowest round | %.0f, %.0f | |%n", nanos[0], nanos[COUNTED - 1]);
            out.printf("| bytes | %d | |%n", bytes / COUNTED / PER_ROUND);
            return met;
        }
    }

    private static void round(Gate gate, Bearer[] bearers, CompanyId[] companies) throws Exception {
        int member = 0;
        for (int i = 0; i < PER_ROUND; i++) {
            member = (member + STRIDE) % MEMBERS;
            if (!gate.warm(bearers[member], companies[member])) {
                throw new IllegalStateException("member " + member + " is not warm");
            }
        }
    }
}
