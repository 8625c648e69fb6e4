package com.kisum.browser;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** What does a real browser make of it? Chromium without a window, told what to do through its own debugging protocol. */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome",
            "google-chrome-stable", "chrome");

    private final Process process;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    private Browser(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Skips the tests, aloud, where there is none. */
    public static Browser start(Path profile) throws IOException {
        Process process = new ProcessBuilder(found(), "--headless=new", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--no-first-run", "--no-proxy-server", "--remote-debugging-port=0",
                "--hide-scrollbars", "--force-color-profile=srgb", "--user-data-dir=" + profile, "about:blank")
                .redirectErrorStream(true).redirectOutput(profile.resolve("browser.log").toFile()).start();
        Path told = profile.resolve("DevToolsActivePort"); // where it says which port it took
        await().atMost(PATIENCE).until(() -> Files.exists(told) && Files.readAllLines(told).size() > 1);
        return new Browser(process, Integer.parseInt(Files.readAllLines(told).getFirst()));
    }

    public Tab tab() throws IOException, InterruptedException {
        String answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
                        .PUT(BodyPublishers.noBody()).timeout(PATIENCE).build(),
                BodyHandlers.ofString()).body();
        return Tab.at(client,
                URI.create(JsonMapper.shared().readTree(answer).path("webSocketDebuggerUrl").stringValue()));
    }

    /** It has many processes, and writes to its folder until the last has gone. */
    @Override
    public void close() {
        client.shutdownNow();
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(_ -> one).join());
    }

    private static String found() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name))).filter(Files::isExecutable)
                .findFirst().map(Path::toString).orElseGet(() -> {
                    String sentence = "Chromium is not installed, so nobody has tried this with a browser here";
                    System.err.println("SKIPPED: " + sentence);
                    return abort(sentence);
                });
    }
}
