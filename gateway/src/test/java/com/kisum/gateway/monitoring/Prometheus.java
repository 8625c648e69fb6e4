package com.kisum.gateway.monitoring;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What does a real Prometheus make of it? One that scrapes a gateway twice a second and works our rules out every second. */
final class Prometheus implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final String url;
    private final HttpClient client = HttpClient.newHttpClient();

    private Prometheus(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Without it, a test says that it was skipped. */
    static Path program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst().orElseGet(() -> {
                    String sentence = "No " + name + " is installed here: Debian's package prometheus has it.";
                    System.err.println("SKIPPED: " + sentence);
                    return abort(sentence);
                });
    }

    /** What a program says that ends by itself, and whether it ended well. */
    record Said(int exit, String text) {}

    static Said promtool(String command, String subcommand, List<Path> files) {
        List<String> line = new ArrayList<>(List.of(program("promtool").toString(), command, subcommand));
        files.forEach(file -> line.add(file.toString()));
        try {
            Path said = Files.createTempFile("promtool", ".txt");
            try {
                ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true)
                        .redirectOutput(said.toFile());
                builder.environment().put("GOGC", "400"); // a fifth of the time would be spent collecting garbage
                Process tool = builder.start();
                // All of it is over in well under a minute.
                tool.onExit().completeOnTimeout(tool, LONG.toSeconds(), TimeUnit.SECONDS).join().destroyForcibly();
                return new Said(tool.onExit().join().exitValue(), Files.readString(said));
            } finally {
                Files.delete(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Prometheus scraping(int managementPort, Path directory) throws IOException {
        Path program = program("prometheus");
        Path rules = Files.createDirectory(directory.resolve("rules"));
        for (Path file : Rules.files("rules")) {
            Files.writeString(rules.resolve(file.getFileName()),
                    Files.readString(file).replace("interval: 30s", "interval: 1s"));
        }
        Path configuration = directory.resolve("prometheus.yml");
        Files.writeString(configuration,
                """
                        global: { scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 1s }
                        rule_files: [ "%s/*.yml" ]
                        scrape_configs:
                          - { job_name: gateway, metrics_path: /actuator/prometheus, static_configs: [ { targets: [ "127.0.0.1:%d" ] } ] }
                        """
                        .formatted(rules, managementPort));
        int port = freePort();
        Process process = new ProcessBuilder(program.toString(), "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true).redirectOutput(directory.resolve("prometheus.log").toFile()).start();
        return new Prometheus(process, "http://127.0.0.1:" + port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The series that an expression gives at this moment. */
    List<JsonNode> query(String expression) throws IOException, InterruptedException {
        return api("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).path("result").valueStream()
                .toList();
    }

    List<JsonNode> rules() throws IOException, InterruptedException {
        return api("rules").path("groups").valueStream().flatMap(group -> group.path("rules").valueStream()).toList();
    }

    /** Those that are pending, and those that fire. */
    List<JsonNode> alerts() throws IOException, InterruptedException {
        return api("alerts").path("alerts").valueStream().toList();
    }

    private JsonNode api(String path) throws IOException, InterruptedException {
        JsonNode answer = JSON.readTree(client.send(
                HttpRequest.newBuilder(URI.create(url + "/api/v1/" + path)).timeout(PATIENCE).build(),
                BodyHandlers.ofString()).body());
        if (!"success".equals(answer.path("status").stringValue())) {
            throw new AssertionError(path + ": " + answer);
        }
        return answer.path("data");
    }

    @Override
    public void close() {
        client.shutdownNow();
        process.destroy();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
