package com.kisum.sandbox.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Did a run that crashed leave a store running? A pid file says which process it was, but ids are given out again: only a
 * process whose command line names our folder is ours to end.
 */
final class LeftoverProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private LeftoverProcess() {}

    /** Ends the process of that pid file, if it still runs and works in that folder. */
    static void end(Path pidFile, Path folder) throws IOException {
        Optional<ProcessHandle> leftover = pid(pidFile).flatMap(ProcessHandle::of)
                .filter(process -> isOurs(process, folder));
        if (leftover.isPresent() && !ends(leftover.get(), leftover.get().destroy())) {
            leftover.get().destroyForcibly();
            ends(leftover.get(), true);
        }
    }

    static Optional<Long> pid(Path pidFile) throws IOException {
        if (!Files.isRegularFile(pidFile)) {
            return Optional.empty();
        }
        // PostgreSQL writes more lines than its process id; the id is the first.
        String first = Files.readString(pidFile).lines().findFirst().orElse("").strip();
        return first.matches("[1-9][0-9]{0,9}") ? Optional.of(Long.valueOf(first)) : Optional.empty();
    }

    private static boolean isOurs(ProcessHandle process, Path folder) {
        return process.info().commandLine().filter(line -> line.contains(folder.toString())).isPresent();
    }

    private static boolean ends(ProcessHandle process, boolean asked) throws IOException {
        try {
            if (asked) {
                process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a leftover process ends", e);
        }
        return !process.isAlive();
    }
}
