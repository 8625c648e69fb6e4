package com.kisum.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.kisum.k8s.Dockerfile.Instruction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does the image that the Dockerfile describes run the gateway as the Deployment wants it? There is no Docker here: the steps that are
 * Java's are taken as they stand, in folders of this test's instead of the image's, and then the process is started and stopped as
 * Kubernetes does it.
 */
final class ImageTest {
    private static final Dockerfile DOCKERFILE = Dockerfile
            .read(Installation.text(Installation.PROJECT.resolve("Dockerfile")));
    private static final Installation INSTALLATION = Installation.written("redis-given");
    private static final Path JAR = Installation.PROJECT.resolve("gateway/target/gateway.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String AOT = "-XX:AOT";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit's
    private Path folder;

    @Test
    void nothingButANumberRunsIt() {
        String user = DOCKERFILE.ofImage("USER").rest();
        assertThat(user).matches("[1-9][0-9]+:[1-9][0-9]+").isEqualTo(
                INSTALLATION.pod().getSecurityContext().getRunAsUser() + ":"
                        + INSTALLATION.pod().getSecurityContext().getRunAsGroup());
    }

    @Test
    void itTellsThePortsThatTheApplicationHas() {
        assertThat(DOCKERFILE.ofImage("EXPOSE").words())
                .containsExactly(String.valueOf(Application.port()), String.valueOf(Application.managementPort()));
    }

    @Test
    void itIsBuiltWithoutSecretsFromImagesThatSayTheirRelease() {
        assertThat(DOCKERFILE.every("ARG")).extracting(Instruction::rest).containsExactly("JDK=25");
        assertThat(DOCKERFILE.every("ENV")).isEmpty();
        assertThat(DOCKERFILE.every("RUN")).noneMatch(run -> run.rest().contains("type=secret"));
        assertThat(DOCKERFILE.every("FROM")).hasSize(2)
                .allSatisfy(from -> assertThat(from.words().getFirst()).contains("${JDK}").doesNotContain("latest"));
    }

    @Test
    void theCacheIsWrittenWithTheFlagsThatItIsReadWith() {
        assertThat(flags(training())).isEqualTo(flags(DOCKERFILE.ofImage("ENTRYPOINT").words()));
    }

    private static List<String> flags(List<String> command) {
        return command.stream().takeWhile(word -> !word.equals("-jar"))
                .filter(word -> !word.startsWith(AOT) && !word.startsWith("-Dspring.context.exit")).toList();
    }

    private static List<String> training() {
        return DOCKERFILE.ofImage("RUN").words();
    }

    @Test
    void whatIsBuiltStartsFromItsCacheAnswersItsProbesAndStops() throws Exception {
        assumeThat(JAR).as("gateway.jar is made by `mvn package`").exists();
        Path app = folder.resolve("app");
        Files.createDirectories(app);

        Instruction extraction = DOCKERFILE.every("RUN").filter(run -> run.rest().contains("jarmode")).findFirst()
                .orElseThrow();
        run(Installation.PROJECT, extraction.words());
        for (Instruction copy : DOCKERFILE.image().stream().filter(it -> it.name().equals("COPY")).toList()) {
            Trees.copy(Path.of(here(copy.words().getFirst())), app);
        }
        run(app, training());
        assertThat(app.resolve("gateway.aot")).isRegularFile();

        int port = freePort();
        int management = freePort();
        Process gateway = start(app, command(DOCKERFILE.ofImage("ENTRYPOINT").words()),
                environment(port, management));
        try {
            awaitOk(gateway, management, INSTALLATION.gateway().getStartupProbe().getHttpGet().getPath());
            awaitOk(gateway, management, INSTALLATION.gateway().getReadinessProbe().getHttpGet().getPath());
            awaitOk(gateway, management, Application.path("prometheus"));
        } finally {
            gateway.destroy();
            assertThat(gateway.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        String said = output();
        assertThat(said).doesNotContain("is no setting and does nothing", "[aot]", "restricted method", "\tat ");
    }

    /** What the image calls so is here. */
    private String here(String word) {
        return word.replaceFirst("(?<=^|=)/(src)(?=/)", quoted(Installation.PROJECT))
                .replaceFirst("(?<=^|=)/(layers)(?=/|$)", quoted(folder.resolve("layers")));
    }

    private static String quoted(Path path) {
        return Matcher.quoteReplacement(path.toString());
    }

    /** With {@code AOTMode=on} a cache that cannot be used stops the start; unsaid, it is left aside and nobody notices. */
    private List<String> command(List<String> words) {
        return words.stream().flatMap(word -> switch (word) {
            case "java" -> Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            case "-XX:AOTCache=gateway.aot" -> Stream.of(word, "-XX:AOTMode=on");
            default -> Stream.of(here(word));
        }).toList();
    }

    private void run(Path in, List<String> words) throws IOException, InterruptedException {
        Process process = start(in, command(words), Map.of());
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", words, output()).isZero();
    }

    private Process start(Path in, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile());
        // The image's environment, and not that of whoever runs this.
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output.txt"));
    }

    /** The Deployment's, with what is mounted there found here, and ports of our own. Nobody is at any of its addresses. */
    private Map<String, String> environment(int port, int management) throws IOException {
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        for (String name : List.of("gateway.auth.database.password", "gateway.core.secret", "gateway.manage.secret",
                "gateway.redis.password", "gateway.redis.sentinel-password")) {
            Path file = Files.writeString(secrets.resolve(name), "secret\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
        }
        Map<String, String> environment = new LinkedHashMap<>(INSTALLATION.environment());
        environment.replace("GATEWAY_ROUTES", Installation.K8S.resolve("base/routes.yml").toString());
        environment.replace("SPRING_CONFIG_IMPORT", "configtree:" + secrets + "/");
        environment.put("SERVER_PORT", String.valueOf(port));
        environment.put("MANAGEMENT_SERVER_PORT", String.valueOf(management));
        environment.put("GATEWAY_START_PATIENCE", "100ms");
        return environment;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitOk(Process gateway, int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5)).build();
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (System.nanoTime() - end < 0) {
                assertThat(gateway.isAlive()).as(output()).isTrue();
                if (answers(client, request) == 200) {
                    return;
                }
                gateway.waitFor(200, TimeUnit.MILLISECONDS);
            }
        }
        throw new AssertionError(path + " has not become 200: " + output());
    }

    private static int answers(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }
}
