package com.kisum.sandbox.store;

import com.kisum.sandbox.run.Part;
import com.kisum.sandbox.run.StartFailure;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Where does this run keep its data, and what did a dead run leave there? Each run works in a folder of its own and holds a
 * lock on it, which the system takes back however the run ends. A folder whose lock is free thus belongs to nobody who lives:
 * its stores are ended, its data deleted. A second sandbox beside the first finds the next folder.
 *
 * <p>A folder that a person names is kept from run to run. It is ours by the lock that lies in it, and there is something to keep
 * once everybody has moved in: what a first start left half done is done anew.
 */
public final class DataFolder implements Part {
    /** Programs, three databases, and room to write. */
    private static final long SPACE = 256L * 1024 * 1024;

    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();
    private static final int MOST_RUNS = 64;
    private static final String LOCK = "sandbox.lock";
    private static final String FOUNDED = "founded";

    private final Path path;
    private final Path binaries;
    private final boolean kept;
    private final Lock lock;

    /** What says to others, of this process and of others, that a folder is somebody's. */
    private record Lock(Path file, FileChannel channel) implements Closeable {
        @Override
        public void close() throws IOException {
            try (channel) {
                HELD_HERE.remove(file);
            }
        }
    }

    private DataFolder(Path path, Path binaries, boolean kept, Lock lock) {
        this.path = path;
        this.binaries = binaries;
        this.kept = kept;
        this.lock = lock;
    }

    /** Cleans up after runs that are dead, and begins with an empty folder. */
    public static DataFolder claim(Path root) throws StartFailure {
        return claim(root, SPACE);
    }

    static DataFolder claim(Path root, long space) throws StartFailure {
        try {
            Path home = home(root, space);
            Optional<DataFolder> claimed = Optional.empty();
            for (int run = 1; run <= MOST_RUNS; run++) {
                Path path = home.resolve("run-" + run);
                boolean needed = claimed.isEmpty() || Files.exists(path);
                Optional<Lock> lock = needed ? lock(home.resolve("run-" + run + ".lock")) : Optional.empty();
                if (lock.isPresent()) {
                    cleanUp(path);
                    if (claimed.isEmpty()) {
                        Files.createDirectories(path);
                        claimed = Optional.of(new DataFolder(path, home.resolve("binaries"), false, lock.get()));
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

    /**
     * Goes on with what an earlier run left in this folder.
     *
     * @param root where programs are unpacked, as for runs that keep nothing
     */
    public static DataFolder keep(Path folder, Path root) throws StartFailure {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new StartFailure(folder + " is no folder. Name one with SANDBOX_DATA.");
        }
        try {
            Path binaries = home(root, SPACE).resolve("binaries");
            Path home = home(folder, SPACE);
            Path file = home.resolve(LOCK);
            if (!Files.exists(file) && !isEmpty(home)) {
                throw new StartFailure("In " + home + " lies something that is not of a sandbox."
                        + " Name an empty folder with SANDBOX_DATA, or one that a sandbox made.");
            }
            Lock lock = lock(file)
                    .orElseThrow(() -> new StartFailure("Another sandbox runs on the data in " + home
                            + ". End it, or name another folder with SANDBOX_DATA."));
            Path path = home.resolve("data");
            endLeftovers(path);
            if (!Files.exists(path.resolve(FOUNDED))) {
                delete(path);
            }
            Files.createDirectories(path);
            return new DataFolder(path, binaries, true, lock);
        } catch (IOException | UncheckedIOException e) {
            throw new StartFailure("The folder " + folder + ", which SANDBOX_DATA names, cannot be used", e);
        }
    }

    public Path path() {
        return path;
    }

    /** Where programs are unpacked; kept from run to run. */
    public Path binaries() {
        return binaries;
    }

    /** Whether what is written here is there again after a restart. */
    public boolean isKept() {
        return kept;
    }

    /** Everybody has moved in: from now on there is something to keep. */
    public void founded() throws StartFailure {
        try {
            Files.writeString(path.resolve(FOUNDED), "");
        } catch (IOException e) {
            throw new StartFailure("The data folder " + path + " cannot be written", e);
        }
    }

    @Override
    public void close() {
        try (lock) {
            if (!kept) {
                delete(path);
            }
        } catch (IOException | UncheckedIOException e) {
            // The next run cleans up, as it would after a crash.
        }
    }

    /** The folder, made if need be, with room for what will be written. */
    private static Path home(Path folder, long space) throws IOException, StartFailure {
        Files.createDirectories(folder);
        Path home = folder.toRealPath();
        long left = Files.getFileStore(home).getUsableSpace();
        if (left < space) {
            throw new StartFailure("There is too little space in " + home + ": the sandbox needs " + megabytes(space)
                    + " MB there, and " + megabytes(left) + " MB are left. Make room on that disk.");
        }
        return home;
    }

    private static long megabytes(long bytes) {
        return bytes / (1024 * 1024);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /**
     * Nothing, where it is held already. A lock of this very process is not even tried: the system takes all locks of a process on
     * a file back as soon as it closes that file anywhere, so that a try which fails would give away what another run holds.
     */
    private static Optional<Lock> lock(Path file) throws IOException {
        if (!HELD_HERE.add(file)) {
            return Optional.empty();
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return Optional.of(new Lock(file, channel));
            }
            channel.close();
        } catch (IOException e) {
            HELD_HERE.remove(file);
            throw e;
        }
        HELD_HERE.remove(file);
        return Optional.empty();
    }

    private static void cleanUp(Path path) throws IOException {
        endLeftovers(path);
        delete(path);
    }

    private static void endLeftovers(Path path) throws IOException {
        for (Path pidFile : List.of(PostgresServer.pidFile(path), RedisServer.pidFile(path))) {
            LeftoverProcess.end(pidFile, path);
        }
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
