package com.kisum.bench.access;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Which of the measurements is wanted? Ends with 1 when its bar is missed. */
public final class AccessBench {
    private AccessBench() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        boolean met = switch (arguments.length == 0 ? "" : arguments[0]) {
            case "memory" -> new Memory(out).measure();
            case "lookup" -> new Lookup(out).measure();
            case "change" -> new Change(out).measure(Path.of(arguments[1]), Path.of(arguments[2]),
                    Path.of(arguments[3]), Integer.parseInt(arguments[4]));
            case "neighbours" -> {
                Neighbours.stand(Path.of(arguments[1]), arguments[2], Path.of(arguments[3]), out);
                yield true;
            }
            default -> throw new IllegalArgumentException(
                    "memory, lookup, change JAR ROUTES FOLDER CHANGES, or neighbours ROUTES BACKEND-URL FOLDER");
        };
        System.exit(met ? 0 : 1);
    }
}
