package com.kisum.sandbox.store;

import com.kisum.sandbox.run.FreePort;
import com.kisum.sandbox.run.Part;
import com.kisum.sandbox.run.StartFailure;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import redis.embedded.core.ExecutableProvider;

/**
 * How does a real Redis come from an artifact, and go again with us? The artifact brings the program; starting it is ours,
 * because the library closes the server's output once it is ready and writes its configuration outside our folder.
 */
public final class RedisServer implements Part {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final int PING_TIMEOUT_MILLIS = 1000;

    private final ProcessHandle process;
    private final int port;

    private RedisServer(ProcessHandle process, int port) {
        this.process = process;
        this.port = port;
    }

    public static RedisServer start(DataFolder folder) throws StartFailure {
        Path home = folder.path().resolve("redis");
        Path log = folder.path().resolve("redis.log");
        try {
            Files.createDirectories(home);
            int port = FreePort.find();
            Path program = ExecutableProvider.newJarResourceProvider(home.toFile()).get().toPath();
            Path pidFile = pidFile(folder.path());
            Files.deleteIfExists(pidFile);
            Process starting = new ProcessBuilder(program.toString(), "--bind", "127.0.0.1", "--port",
                    Integer.toString(port), "--dir", home.toString(), "--pidfile", pidFile.toString(), "--logfile",
                    log.toString(),
                    // In a session of its own: Ctrl-C reaches every process of the terminal, and the gateway still needs
                    // Redis while it answers its last requests.
                    "--daemonize", "yes",
                    // Its title stays its command line, by which a later run knows that it is ours.
                    "--set-proc-title", "no", "--save", "", "--appendonly", folder.isKept() ? "yes" : "no")
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start();
            return new RedisServer(ready(starting, port, pidFile, log), port);
        } catch (IOException e) {
            throw new StartFailure("Redis did not start", e);
        }
    }

    static Path pidFile(Path folder) {
        return folder.resolve("redis.pid");
    }

    public int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        end(process);
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** What was started leaves another process behind, which writes its id, and answers a little later. */
    private static ProcessHandle ready(Process starting, int port, Path pidFile, Path log)
            throws IOException, StartFailure {
        long begun = System.nanoTime();
        Optional<ProcessHandle> process = Optional.empty();
        boolean running = left(starting);
        while (running && System.nanoTime() - begun < PATIENCE.toNanos()) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            process = LeftoverProcess.pid(pidFile).flatMap(ProcessHandle::of);
            if (process.isPresent() && answers(port)) {
                return process.get();
            }
            // It writes its id when it begins, and takes the file away when it gives up.
            running = process.isEmpty() || process.get().isAlive();
        }
        process.ifPresent(RedisServer::end);
        throw new StartFailure("Redis did not start. What it said: " + log);
    }

    private static boolean left(Process starting) throws StartFailure {
        try {
            if (starting.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return starting.exitValue() == 0;
            }
            starting.destroyForcibly();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            starting.destroyForcibly();
            throw new StartFailure("Redis was interrupted while it started.");
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PING_TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PING_TIMEOUT_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII).equals("+PONG\r\n");
        } catch (IOException e) {
            return false;
        }
    }
}
