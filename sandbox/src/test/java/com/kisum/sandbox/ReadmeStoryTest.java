package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.Shell.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Does the README keep its word from top to bottom? Everything that it says to type is typed, in its order, into one shell beside one
 * sandbox, in a copy of the project's folder; and what it shows is what comes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadmeStoryTest {
    private static final Path PROJECT = Path.of(System.getProperty("project.dir"));
    private static final Path ROOT = Path.of("target", "readme").toAbsolutePath();
    private static final Duration ONE_BLOCK = Duration.ofSeconds(60);
    private static final Duration ARRIVING = Duration.ofSeconds(10);
    private static final Pattern EXPORT = Pattern.compile("(?m)^export ([A-Z_0-9]+)=(.*)$");
    private static final Pattern REFUSED = Pattern.compile("HTTP/1\\.1 [45]|\"detail\":\"");

    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE ([a-z0-9_]+) ");
    private static final Pattern NAME = Pattern.compile("`([a-z0-9_]+)`");
    private static final Pattern OURS = Pattern.compile("(gateway|redis|auth|core)_.*");

    /** They appear when they are first counted: here every token is good, and no stream is ended by us. */
    private static final Set<String> NOT_COUNTED_HERE = Set.of("gateway_authentication_failures_total",
            "gateway_streams_ended_total");

    /** By their first lines, and who does it instead. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "mvn -pl sandbox -am spring-boot:run", ".ci/run starts it so; this test has started it already",
            "mvn -q -DskipTests -pl policyctl -am package", "the build makes the jar before it comes here",
            "mvn -DskipTests package", "so it does with the gateway's",
            "export GATEWAY_AUTH_URL=http://auth:8090", "RunForRealTest starts the jar with these variables",
            "export GATEWAY_TLS_CERTIFICATE=/etc/gateway/tls/tls.crt", "the gateway's TlsTest has such files",
            "docker build -t gateway:0.1.0 .", "ImageTest takes the Dockerfile's steps, where there is no Docker",
            "kubectl diff -k k8s/overlays/redis-given", "ReadmesOfKubernetesTest renders it, without a cluster",
            "promtool check rules k8s/monitoring/prometheus/rules/*.yml", "AlertsTest, where there is a promtool");

    /** By their first lines: what the sandbox of this test is started with, because it is read at the start. */
    private static final Set<String> AT_THE_START = Set.of("export GATEWAY_DOOR_TRUSTEDPROXIES=10.20.0.0/16",
            "export GATEWAY_CORS_ALLOWEDORIGINS=https://app.example.com,https://*.preview.example.com");

    private final Ports ports = Ports.free();
    private final List<ReadmeBlock> blocks = ReadmeBlock.all();
    private StartedSandbox sandbox;
    private Shell shell;

    ReadmeStoryTest() throws IOException {}

    @BeforeAll
    void start() throws IOException {
        assumeTrue(Files.exists(PROJECT.resolve("policyctl/target/policyctl.jar")),
                "there is no policyctl.jar: mvn verify makes it first");
        Files.createDirectories(ROOT.resolve("docs"));
        Files.createDirectories(ROOT.resolve("policyctl"));
        for (String file : List.of("routes.yml", "routes-test.yml", "docs/before.yml", "docs/after.yml",
                "docs/mistakes.yml")) {
            Files.copy(PROJECT.resolve(file), ROOT.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(ROOT.resolve("policyctl/target"))) {
            Files.createSymbolicLink(ROOT.resolve("policyctl/target"), PROJECT.resolve("policyctl/target"));
        }
        Map<String, String> environment = new HashMap<>(Map.of("GATEWAY_ROUTES", ""));
        blocks.stream().filter(block -> AT_THE_START.contains(block.firstLine()))
                .forEach(block -> EXPORT.matcher(block.content()).results()
                        .forEach(export -> environment.put(export.group(1), export.group(2))));
        sandbox = StartedSandbox.in(ROOT, ports, environment).ready();
        shell = Shell.in(ROOT);
    }

    @AfterAll
    void stop() {
        if (shell != null) {
            shell.close();
        }
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @Test
    void everyBlockSaysWhatItIsAndNoExceptionIsLeftOver() throws IOException {
        assertThat(ReadmeBlock.indented()).as("blocks without a fence").isEmpty();
        assertThat(blocks).extracting(ReadmeBlock::language).containsOnly("sh", "text", "log", "console", "yaml");
        List<String> typed = blocks.stream().filter(block -> block.language().equals("sh")).map(ReadmeBlock::firstLine)
                .toList();
        assertThat(typed).containsAll(ELSEWHERE.keySet()).containsAll(AT_THE_START).hasSizeGreaterThan(30);
    }

    @TestFactory
    Stream<DynamicTest> whatIsTypedDoesWhatIsShown() {
        List<DynamicTest> story = new ArrayList<>();
        for (int at = 0; at < blocks.size(); at++) {
            ReadmeBlock block = blocks.get(at);
            ReadmeBlock next = at + 1 < blocks.size() ? blocks.get(at + 1) : block;
            String name = "README.md:" + block.line() + " " + block.firstLine();
            if (block.language().equals("log")) {
                story.add(DynamicTest.dynamicTest(name, () -> terminalSays(block)));
            } else if (block.language().equals("sh") && isTypedHere(block)) {
                story.add(DynamicTest.dynamicTest(name,
                        next.language().equals("text") ? () -> shows(block, next) : () -> isNotRefused(block)));
            }
        }
        story.add(DynamicTest.dynamicTest("a login that fails leaves no token, and says so", this::failsToLogIn));
        story.add(DynamicTest.dynamicTest("the metrics that it names are there, and no others", this::namesTheMetrics));
        return story.stream();
    }

    private void failsToLogIn() throws Exception {
        ReadmeBlock login = blocks.stream().filter(block -> block.firstLine().startsWith("TOKEN=")).findFirst()
                .orElseThrow();
        Said said = shell.run(login.on(ports).replace("\"sandbox\"", "\"guessed\"") + "echo \"token: <$TOKEN>\"",
                ONE_BLOCK);
        assertThat(said.text()).contains("401", "token: <>");
    }

    /** After all that happened, there is something to count; but for what nobody here did. */
    private void namesTheMetrics() throws Exception {
        Set<String> there = FAMILY.matcher(Asking.to(ports.url(Place.MANAGEMENT)).get("/actuator/prometheus").body())
                .results().map(family -> family.group(1).replaceFirst("_max$", "")).collect(Collectors.toSet());
        Set<String> named = ReadmeBlock.table("Metrics, health and explanations", 2).stream()
                .flatMap(row -> NAME.matcher(row.getFirst()).results()).map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(there).as("what the README leaves out").filteredOn(OURS.asMatchPredicate()).isSubsetOf(named);
        named.removeAll(NOT_COUNTED_HERE);
        assertThat(there).containsAll(named);
    }

    private static boolean isTypedHere(ReadmeBlock block) {
        return !ELSEWHERE.containsKey(block.firstLine()) && !AT_THE_START.contains(block.firstLine());
    }

    private void shows(ReadmeBlock block, ReadmeBlock shown) throws Exception {
        Said said = type(block);
        if (block.isReading() && !shown.missingIn(said.text()).isEmpty()) {
            // What was changed a moment ago arrives in a moment.
            WholePlatform.becomes(() -> shown.missingIn(type(block).text()), "", ARRIVING);
            return;
        }
        assertThat(shown.missingIn(said.text())).as("missing in what came: %s", said.text()).isEmpty();
    }

    private void isNotRefused(ReadmeBlock block) throws Exception {
        Said said = type(block);
        assertThat(said.status()).as(said.text()).isZero();
        assertThat(said.text()).doesNotContainPattern(REFUSED);
    }

    private void terminalSays(ReadmeBlock block) {
        WholePlatform.becomes(() -> block.missingIn(String.join("\n", sandbox.lines())), "", ARRIVING);
    }

    private Said type(ReadmeBlock block) throws Exception {
        return shell.run(block.on(ports), ONE_BLOCK);
    }
}
