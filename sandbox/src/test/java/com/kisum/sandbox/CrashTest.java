package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.sandbox.run.Parts;
import com.kisum.sandbox.run.Progress;
import com.kisum.sandbox.store.DataFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a run that ended, in order or not? In a process of its own, because that is what has to die. */
class CrashTest {
    private static final Path DATA = Path.of("target", "crash-data").toAbsolutePath();

    /** A platform that runs until its process dies. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            Parts parts = new Parts();
            Path data = Path.of(arguments[0]);
            DataFolder folder = parts.add(arguments.length > 1
                    ? DataFolder.keep(data, Path.of(arguments[1]))
                    : DataFolder.claim(data));
            Platform platform = Platform.start(Ports.free(), folder, Progress.SILENT, parts);
            Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
            System.out.println("ready");
            new CountDownLatch(1).await();
        }
    }

    @Test
    void endsItsStoresWithTheProcess() throws Exception {
        Path data = DATA;
        Process victim = start(data);
        List<ProcessHandle> stores = stores(data);
        victim.destroy();
        assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(stores).hasSizeGreaterThan(1).noneMatch(CrashTest::runs);
    }

    /** A terminal sends it to a whole group of processes, and the gateway needs its stores while it answers the last requests. */
    @Test
    void ctrlCReachesTheStoresOnlyThroughUs() throws Exception {
        Process victim = start(DATA);
        try {
            assertThat(stores(DATA)).hasSizeGreaterThan(1)
                    .noneMatch(store -> group(store).equals(group(victim.toHandle())));
        } finally {
            victim.destroy();
            assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void cleansUpAfterARunThatWasKilled() throws Exception {
        Process victim = start(DATA);
        List<ProcessHandle> stores = stores(DATA);
        victim.destroyForcibly();
        assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
        try (Platform next = Platform.start(Ports.free(), DATA, Progress.SILENT)) {
            assertThat(stores).hasSizeGreaterThan(1).noneMatch(CrashTest::runs);
            assertThat(DATA.resolve("run-1")).as("the same folder, emptied").isDirectory();
            assertThat(DATA.resolve("run-2")).doesNotExist();
            assertThat(next.redisPort()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis.pid", "postgres/postmaster.pid"})
    void leavesAloneAProcessThatOnlyHasTheNumber(String pidFile) throws Exception {
        Path data = DATA;
        // The number was given out again, to someone who has nothing to do with us.
        Process stranger = new ProcessBuilder("sleep", "300").start();
        try {
            Path file = data.resolve("run-1").resolve(pidFile);
            Files.createDirectories(file.getParent());
            Files.writeString(file, stranger.pid() + "\n");
            Platform.start(Ports.free(), data, Progress.SILENT).close();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    /**
     * @param arguments where it keeps its data; and for one that keeps it, where its programs are
     */
    static Process start(Path... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-cp",
                System.getProperty("java.class.path"), Victim.class.getName()));
        Stream.of(arguments).map(Path::toString).forEach(command::add);
        Path log = Path.of("target", "victim.log");
        Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        // A test that fails leaves nobody behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        while (line != null && !line.equals("ready")) {
            line = said.readLine();
        }
        if (line == null) {
            process.destroyForcibly();
            throw new AssertionError("The victim did not start: " + Files.readString(log));
        }
        return process;
    }

    /** The stores that work in that folder. */
    private static List<ProcessHandle> stores(Path data) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.startsWith(data.toString())
                                && line.contains(data.resolve("run-1").toString()))
                        .isPresent())
                .toList();
    }

    private static String group(ProcessHandle process) {
        try (BufferedReader said = new ProcessBuilder("ps", "-o", "pgid=", "-p", Long.toString(process.pid())).start()
                .inputReader(StandardCharsets.US_ASCII)) {
            return said.readLine().strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process that ended and whose parent did not ask yet counts as one that ended. */
    private static boolean runs(ProcessHandle process) {
        try {
            process.onExit().get(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return process.info().commandLine().isPresent();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
