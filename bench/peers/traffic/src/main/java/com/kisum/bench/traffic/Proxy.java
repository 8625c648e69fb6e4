package com.kisum.bench.traffic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One of the gateways under comparison: a process, and where it listens. */
record Proxy(String name, long pid, int port) {
    /** The kernel's unit of {@code /proc/PID/stat}, a hundredth of a second on every Linux that Java runs on. */
    private static final long TICK_MICROS = 10_000;

    static Proxy parsed(String text) {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':', equals);
        if (equals < 1 || colon < 0) {
            throw new IllegalArgumentException("expected NAME=PID:PORT, not " + text);
        }
        return new Proxy(text.substring(0, equals), Long.parseLong(text.substring(equals + 1, colon)),
                Integer.parseInt(text.substring(colon + 1)));
    }

    /** What the process has used so far, user and system, all its threads: its garbage collector and compiler too. */
    long cpuMicros() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The second field is a name in brackets that may hold anything; the fields are counted from behind it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MICROS;
    }
}
