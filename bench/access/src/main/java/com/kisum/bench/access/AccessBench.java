package com.kisum.bench.access;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Which of the measurements is wanted? Ends with 1 when its bar is missed. */
public final class AccessBench {
    private AccessBench() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        boolean met = switch (arguments.length == 0 ? "" : arguments[0]) {
            case "memory" -> new Memory(out).measure();
            case "lookup" -> new Lookup(out).measure();
            default -> throw new IllegalArgumentException("memory or lookup");
        };
        System.exit(met ? 0 : 1);
    }
}
