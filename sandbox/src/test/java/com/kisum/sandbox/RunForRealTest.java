package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.kisum.sandbox.Asking.Reply;
import com.kisum.sandbox.Ports.Place;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Does the jar start with what the README tells an operator to say, and nothing else? Against the sandbox's stores and services. */
@ExtendWith(RunningPlatform.class)
class RunForRealTest {
    private static final Path PROJECT = Path.of(System.getProperty("project.dir"));
    private static final Path JAR = PROJECT.resolve("gateway/target/gateway.jar");
    private static final Path LOG = Path.of("target", "gateway-for-real.log");
    private static final Pattern EXPORT = Pattern.compile("export ([A-Z_]+)=");

    /** A virtual machine of its own, on a machine that builds. */
    private static final Duration STARTING = Duration.ofSeconds(60);

    private final Platform platform;

    RunForRealTest(Platform platform) {
        this.platform = platform;
    }

    @Test
    void theJarStartsWithTheVariablesOfTheReadme() throws Exception {
        assumeTrue(Files.exists(JAR), "there is no " + JAR + ": mvn verify makes it first");
        Map<String, String> said = here();
        assertThat(said.keySet()).containsExactlyInAnyOrderElementsOf(readme());
        said.putAll(
                Map.of("GATEWAY_ROUTES", PROJECT.resolve("routes.yml").toString(), "SERVER_PORT", port(Place.GATEWAY),
                        "MANAGEMENT_SERVER_PORT", port(Place.MANAGEMENT)));

        Process gateway = start(said);
        try {
            WholePlatform.becomes(() -> readiness(gateway), "200", STARTING);
            Reply login = Asking.at(platform, Place.GATEWAY)
                    .send("POST", "/auth/login", Map.of("email", "cleo@acme.test", "password", "sandbox"));
            assertThat(login.status()).as(login.body()).isEqualTo(200);
            Asking cleo = Asking.at(platform, Place.GATEWAY).bearing(login.text("accessToken")).with("x-org", "acme");
            assertThat(cleo.get("/api/finance/expenses/7").status()).isEqualTo(200);
            Reply denied = cleo.send("POST", "/api/finance/expenses", Map.of());
            assertThat(denied.text("code")).isEqualTo("PERMISSION_MISSING");
            assertThat(Asking.at(platform, Place.MANAGEMENT).asService().get("/policy").status()).isEqualTo(200);
        } finally {
            gateway.destroy();
        }
        assertThat(gateway.waitFor(60, TimeUnit.SECONDS)).as("it ends when told to").isTrue();
    }

    @Test
    void withoutThemItSaysWhatToWriteAndShowsNoStackTrace() throws Exception {
        assumeTrue(Files.exists(JAR), "there is no " + JAR + ": mvn verify makes it first");
        Process gateway = start(Map.of("GATEWAY_ROUTES", PROJECT.resolve("routes.yml").toString(), "SERVER_PORT",
                port(Place.GATEWAY), "MANAGEMENT_SERVER_PORT", port(Place.MANAGEMENT)));
        try {
            assertThat(gateway.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(gateway.exitValue()).isEqualTo(1);
            assertThat(Files.readString(LOG)).contains("gateway.auth.url must be given", "GATEWAY_AUTH_URL")
                    .doesNotContain("\tat ", "\\tat ");
        } finally {
            gateway.destroyForcibly();
        }
    }

    private static List<String> readme() throws IOException {
        String whole = Files.readString(PROJECT.resolve("README.md"));
        String atLeast = whole.substring(whole.indexOf("export GATEWAY_AUTH_URL"), whole.indexOf("java -jar gateway/"));
        return EXPORT.matcher(atLeast).results().map(found -> found.group(1)).toList();
    }

    /** The values that hold here. */
    private Map<String, String> here() {
        Ports ports = platform.ports();
        Map<String, String> said = new HashMap<>(Surroundings.variables(platform));
        said.put("AUTH_URL", ports.url(Place.AUTH));
        said.put("FINANCE_URL", ports.url(Place.BACKEND));
        return said;
    }

    private String port(Place place) {
        return Integer.toString(platform.ports().of(place));
    }

    private static Process start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-jar",
                JAR.toString()).redirectErrorStream(true).redirectOutput(new File(LOG.toString()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        // A test that fails leaves nobody behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    private String readiness(Process gateway) throws InterruptedException {
        assertThat(gateway.isAlive()).as("what it said stands in " + LOG).isTrue();
        try {
            return Integer.toString(
                    Asking.at(platform, Place.MANAGEMENT).get("/actuator/health/readiness").status());
        } catch (IOException e) {
            return "nobody listens yet";
        }
    }
}
