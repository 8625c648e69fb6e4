package com.kisum.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;

/** Where and when were these numbers measured? */
final class Machine {
    private static final Path CPU = Path.of("/proc/cpuinfo"); // Linux; elsewhere the model stays unnamed
    private static final String MODEL = "model name";

    private Machine() {}

    static String description() {
        return LocalDate.now(Clock.systemUTC()) + ", " + Runtime.getRuntime().availableProcessors() + " cores, " + cpu()
                + ", JDK " + Runtime.version();
    }

    private static String cpu() {
        try {
            for (String line : Files.readAllLines(CPU)) {
                if (line.startsWith(MODEL)) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
        return System.getProperty("os.arch");
    }
}
