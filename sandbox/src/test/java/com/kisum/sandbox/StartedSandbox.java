package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.sandbox.Ports.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What does a person see who starts the sandbox? A process of its own, and every line that it writes. */
final class StartedSandbox implements AutoCloseable {
    private static final Duration STARTING = Duration.ofMinutes(2);
    private static final String LAST_OF_CARD = "Edit:";

    private final Process process;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>();

    private StartedSandbox(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::read);
        // A test that fails leaves nobody behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    }

    /**
     * @param folder where it is started; there it keeps its data
     */
    static StartedSandbox in(Path folder, Ports ports, Map<String, String> environment) throws IOException {
        return run(folder, ports, environment, List.of());
    }

    /**
     * @param before what runs the command that follows it
     */
    static StartedSandbox run(Path folder, Ports ports, Map<String, String> environment, List<String> before)
            throws IOException {
        shareData(folder);
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Sandbox.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        Map<String, String> said = new HashMap<>(environment);
        for (Place place : Place.values()) {
            said.putIfAbsent(place.variable(), Integer.toString(ports.of(place)));
        }
        said.putIfAbsent("GATEWAY_ROUTES", WholePlatform.routes().toString());
        builder.environment().putAll(said);
        return new StartedSandbox(builder.start());
    }

    /** A sandbox in this folder finds the programs that were unpacked for the others: unpacking takes half a minute. */
    static void shareData(Path folder) throws IOException {
        Path link = folder.resolve("sandbox").resolve("target").resolve("sandbox-data");
        Files.createDirectories(RunningPlatform.DATA);
        Files.createDirectories(link.getParent());
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, RunningPlatform.DATA.toAbsolutePath());
        }
    }

    /** With its card complete. */
    StartedSandbox ready() {
        awaitLine(LAST_OF_CARD, STARTING);
        return this;
    }

    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** The first line with that in it, be it there already or still to come. */
    String awaitLine(String part, Duration within) {
        WholePlatform.becomes(() -> process.isAlive() && find(part).isEmpty() ? "not there" : "there or ended",
                "there or ended",
                within);
        assertThat(find(part)).as("a line with %s in %s", part, lines()).isNotEmpty();
        return find(part).getFirst();
    }

    /** What stands in the terminal once it has ended by itself. */
    List<String> ended(int status) throws InterruptedException {
        assertThat(process.waitFor(STARTING.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(reader.join(STARTING)).isTrue();
        assertThat(process.exitValue()).as("what it said: %s", lines()).isEqualTo(status);
        return lines();
    }

    @Override
    public void close() {
        process.destroy();
        if (process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join().isAlive()) {
            process.destroyForcibly();
        }
    }

    private List<String> find(String part) {
        return lines().stream().filter(line -> line.contains(part)).toList();
    }

    private void read() {
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
