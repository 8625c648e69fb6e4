package com.kisum.bench.access;

import com.kisum.sandbox.Platform;
import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.Surroundings;
import com.kisum.sandbox.run.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One gateway, as it ships, in a process of its own. */
final class Replica implements Part {
    private static final Duration STARTING = Duration.ofSeconds(90);
    private static final Duration ANSWERING = Duration.ofSeconds(2);
    private static final Duration ENDING = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final String LOCALHOST = "http://127.0.0.1:";
    private final String name;
    private final int port;
    private final int managementPort;
    private final Process process;

    private Replica(String name, int port, int managementPort, Process process) {
        this.name = name;
        this.port = port;
        this.managementPort = managementPort;
        this.process = process;
    }

    static Replica start(String name, Platform platform, Path jar, Path routes, Path work) throws IOException {
        int port = freePort();
        int managementPort = freePort();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms256m", "-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-jar", jar.toString()));
        setting(command, "server.port", port);
        setting(command, "server.address", "127.0.0.1");
        setting(command, "management.server.port", managementPort);
        setting(command, "management.server.address", "127.0.0.1");
        setting(command, "logging.level.kisum.decisions", "off");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(work.resolve(name + ".log").toFile());
        builder.environment().put("GATEWAY_ROUTES", routes.toString());
        builder.environment().putAll(Surroundings.variables(platform));
        builder.environment()
                .putAll(Surroundings.backends(platform.ports(), platform.ports().url(Place.BACKEND)));
        return new Replica(name, port, managementPort, builder.start());
    }

    private static void setting(List<String> command, String name, Object value) {
        command.add("--" + name + "=" + value);
    }

    String name() {
        return name;
    }

    URI of(String path) {
        return URI.create(LOCALHOST + port + path);
    }

    URI changes() {
        return URI.create(LOCALHOST + managementPort + "/internal/access/changes");
    }

    void awaitReady(HttpClient client) throws IOException, InterruptedException {
        HttpRequest question = HttpRequest
                .newBuilder(URI.create(LOCALHOST + managementPort + "/actuator/health/readiness"))
                .timeout(ANSWERING).build();
        long begun = System.nanoTime();
        while (!isReady(client, question)) {
            if (!process.isAlive() || System.nanoTime() - begun > STARTING.toNanos()) {
                throw new IllegalStateException("gateway " + name + " did not start");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private static boolean isReady(HttpClient client, HttpRequest question) throws InterruptedException {
        try {
            return client.send(question, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(ENDING.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
