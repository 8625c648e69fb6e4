package com.kisum.sandbox.store;

import com.kisum.sandbox.run.Part;
import com.kisum.sandbox.run.StartFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/**
 * How does a real Redis come from an artifact, and go again with us? The artifact brings the program; starting it is ours,
 * because the library closes the server's output once it is ready and writes its configuration outside our folder.
 */
public final class RedisServer implements Part {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final int PING_TIMEOUT_MILLIS = 1000;

    private final Process process;
    private final int port;

    private RedisServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static RedisServer start(DataFolder folder) throws StartFailure {
        Path home = folder.path().resolve("redis");
        Path log = folder.path().resolve("redis.log");
        try {
            Files.createDirectories(home);
            int port = freePort();
            Path program = ExecutableProvider.newJarResourceProvider(home.toFile()).get().toPath();
            Process process = new ProcessBuilder(program.toString(), "--bind", "127.0.0.1", "--port",
                    Integer.toString(port), "--dir", home.toString(), "--pidfile", pidFile(folder.path()).toString(),
                    // Its title stays its command line, by which a later run knows that it is ours.
                    "--set-proc-title", "no", "--save", "", "--appendonly", "no").redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            // Written by us too, so that there is no moment in which it runs and nobody knows.
            Files.writeString(pidFile(folder.path()), process.pid() + "\n");
            RedisServer server = new RedisServer(process, port);
            server.awaitReady(log);
            return server;
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
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady(Path log) throws StartFailure {
        long begun = System.nanoTime();
        while (!answers()) {
            if (ended() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                close();
                throw new StartFailure("Redis did not start. What it said: " + log);
            }
        }
    }

    private boolean ended() throws StartFailure {
        try {
            return process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new StartFailure("Redis was interrupted while it started.");
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PING_TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PING_TIMEOUT_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII).equals("+PONG\r\n");
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
