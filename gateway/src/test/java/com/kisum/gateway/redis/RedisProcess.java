package com.kisum.gateway.redis;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A real Redis, or a sentinel, from the program that comes as an artifact; it can be killed, frozen and started again. */
public final class RedisProcess implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private static @Nullable Path program;

    private final Path home;
    private final List<String> arguments;
    private final int port;
    private Process process;

    private RedisProcess(Path home, int port, List<String> arguments) {
        this.home = home;
        this.port = port;
        this.arguments = arguments;
        this.process = begin();
    }

    public static RedisProcess start(String... options) {
        return start(freePort(), options);
    }

    public static RedisProcess start(int port, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--save",
                        "", "--appendonly", "no", "--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0"));
        arguments.addAll(List.of(options));
        RedisProcess redis = new RedisProcess(folder(), port, arguments);
        redis.awaitReady();
        return redis;
    }

    /**
     * Watches a master under the name {@code access}. Two seconds, because a busy machine lets a server wait for one, and a
     * fail-over of a server that lives is not what is tested. Two sentinels that elect themselves try again after twice
     * three seconds.
     */
    public static RedisProcess sentinel(int master, int quorum) {
        Path home = folder();
        int port = freePort();
        Path configuration = home.resolve("sentinel.conf");
        write(configuration, """
                port %d
                bind 127.0.0.1
                sentinel monitor access 127.0.0.1 %d %d
                sentinel down-after-milliseconds access 2000
                sentinel failover-timeout access 3000
                """.formatted(port, master, quorum));
        RedisProcess sentinel = new RedisProcess(home, port, List.of(configuration.toString(), "--sentinel"));
        sentinel.awaitReady();
        return sentinel;
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** As after a crash: nothing was kept. */
    public void restart() {
        kill();
        process = begin();
        awaitReady();
    }

    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    public void freeze() {
        signal("-STOP");
    }

    public void thaw() {
        signal("-CONT");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
        try (Stream<Path> left = Files.list(home)) {
            left.forEach(file -> file.toFile().deleteOnExit());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its answer to one line, as it came. */
    public String said(String line) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((line + "\r\nQUIT\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Or it ends: what never became ready must not stay behind. */
    private void awaitReady() {
        boolean ready = false;
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> said("PING").matches("(?s)(\\+PONG|-NOAUTH).*"));
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    private void awaitEnd() {
        try {
            process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process begin() {
        List<String> command = new ArrayList<>();
        command.add(program().toString());
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true)
                    .redirectOutput(home.resolve("log").toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized Path program() {
        if (program == null) {
            try {
                File found = ExecutableProvider.newJarResourceProvider(folder().toFile()).get();
                program = found.toPath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return program;
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("gateway-redis");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A Cluster's bus listens 10,000 above. Both lie below what the system gives to outgoing connections, which come and go and may
     * take a port between our look and the start.
     */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 22_700);
            if (isFree(port) && isFree(port + 10_000)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
