package com.kisum.policyctl.launch;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What does {@code java -jar policyctl.jar} do where {@code java} is an older one? The build asks for a machine whose
 * default is any JDK from 17 on with a 25 beside it, so this finds that one and hands over to it.
 */
public final class Launcher {
    private static final int NEEDED = 25;
    private static final int CANNOT_START = 2;

    private Launcher() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        if (Runtime.version().feature() >= NEEDED) {
            start(args);
        } else {
            System.exit(handOver(args));
        }
    }

    /** By name, because this class must load where that one cannot. */
    @SuppressWarnings("unchecked")
    private static void start(String[] args) throws ReflectiveOperationException {
        Object policyctl = Class.forName("com.kisum.policyctl.Policyctl").getDeclaredConstructor().newInstance();
        ((Consumer<String[]>) policyctl).accept(args);
    }

    private static int handOver(String[] args) {
        Path java = find();
        if (java == null) {
            System.err.println("policyctl needs Java " + NEEDED + "; this is Java " + Runtime.version().feature()
                    + ". Install a JDK " + NEEDED + ", or run it with one: /path/to/jdk-" + NEEDED
                    + "/bin/java -jar policyctl.jar");
            return CANNOT_START;
        }
        try {
            List<String> command = new ArrayList<>(
                    List.of(java.toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                            "-jar", self().toString()));
            command.addAll(List.of(args));
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException | URISyntaxException e) {
            System.err.println("policyctl could not start " + java + ": " + e.getMessage());
            return CANNOT_START;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CANNOT_START;
        }
    }

    private static Path self() throws URISyntaxException {
        return Path.of(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static @Nullable Path find() {
        for (String variable : new String[]{"JAVA25_HOME", "JAVA_HOME"}) {
            String home = System.getenv(variable);
            if (home != null && isNewEnough(Path.of(home))) {
                return javaOf(Path.of(home));
            }
        }
        List<Path> places = new ArrayList<>();
        Path running = Path.of(System.getProperty("java.home"));
        if (running.getParent() != null) {
            places.add(running.getParent());
        }
        Path user = Path.of(System.getProperty("user.home"));
        places.add(Path.of("/usr/lib/jvm"));
        places.add(user.resolve(".sdkman/candidates/java"));
        places.add(user.resolve(".jdks"));
        places.add(Path.of("/opt"));
        return places.stream().flatMap(Launcher::homesIn).filter(Launcher::isNewEnough).map(Launcher::javaOf)
                .findFirst()
                .orElse(null);
    }

    private static Stream<Path> homesIn(Path place) {
        try (Stream<Path> homes = Files.list(place)) {
            return homes.sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty(); // not there, or not ours to read: look elsewhere
        }
    }

    private static Path javaOf(Path home) {
        return home.resolve("bin").resolve("java");
    }

    /** Every JDK says its version in a file named release: JAVA_VERSION="25.0.3". */
    private static boolean isNewEnough(Path home) {
        if (!Files.isExecutable(javaOf(home))) {
            return false;
        }
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION=")).anyMatch(line -> {
                String version = line.replaceAll("[^0-9.]", "").replaceAll("\\..*", "");
                return !version.isEmpty() && Integer.parseInt(version) >= NEEDED;
            });
        } catch (IOException e) {
            return false;
        }
    }
}
