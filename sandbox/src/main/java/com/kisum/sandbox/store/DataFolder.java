package com.kisum.sandbox.store;

import com.kisum.sandbox.run.Part;
import com.kisum.sandbox.run.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where does this run keep its data, and what did a dead run leave there? Each run works in a folder of its own and holds a
 * lock on it, which the system takes back however the run ends. A folder whose lock is free thus belongs to nobody who lives:
 * its stores are ended, its data deleted. A second sandbox beside the first finds the next folder.
 */
public final class DataFolder implements Part {
    private static final int MOST_RUNS = 64;

    private final Path path;
    private final Path binaries;
    private final FileChannel lock;

    private DataFolder(Path path, Path binaries, FileChannel lock) {
        this.path = path;
        this.binaries = binaries;
        this.lock = lock;
    }

    /** Cleans up after runs that are dead, and begins with an empty folder. */
    public static DataFolder claim(Path root) throws StartFailure {
        try {
            Files.createDirectories(root);
            Path home = root.toRealPath();
            Optional<DataFolder> claimed = Optional.empty();
            for (int run = 1; run <= MOST_RUNS; run++) {
                Path path = home.resolve("run-" + run);
                boolean needed = claimed.isEmpty() || Files.exists(path);
                Optional<FileChannel> lock = needed ? lock(home.resolve("run-" + run + ".lock")) : Optional.empty();
                if (lock.isPresent()) {
                    cleanUp(path);
                    if (claimed.isEmpty()) {
                        Files.createDirectories(path);
                        claimed = Optional.of(new DataFolder(path, home.resolve("binaries"), lock.get()));
                    } else {
                        lock.get().close();
                    }
                }
            }
            return claimed.orElseThrow(() -> new StartFailure(
                    "No place for data in " + root + ": " + MOST_RUNS + " sandboxes run there already."));
        } catch (IOException | UncheckedIOException e) {
            throw new StartFailure("The data folder " + root + " cannot be used", e);
        }
    }

    public Path path() {
        return path;
    }

    /** Where programs are unpacked; kept from run to run. */
    public Path binaries() {
        return binaries;
    }

    @Override
    public void close() {
        try (lock) {
            delete(path);
        } catch (IOException | UncheckedIOException e) {
            // The next run cleans up, as it would after a crash.
        }
    }

    private static Optional<FileChannel> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock();
            locked = lock != null;
        } catch (OverlappingFileLockException e) {
            // Held by another run within this very process, as in tests.
        }
        if (!locked) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(channel);
    }

    private static void cleanUp(Path path) throws IOException {
        for (Path pidFile : List.of(PostgresServer.pidFile(path), RedisServer.pidFile(path))) {
            LeftoverProcess.end(pidFile, path);
        }
        delete(path);
    }

    private static void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
