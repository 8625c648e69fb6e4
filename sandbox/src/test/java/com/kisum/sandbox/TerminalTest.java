package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.sandbox.Ports.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Is what stands in the terminal true, enough, and nothing that a newcomer would have to ask about? */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TerminalTest {
    private static final Path ROOT = Path.of("target", "terminal").toAbsolutePath();
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final List<String> PARTS = List.of("redis", "auth-db", "core", "auth", "backend");

    private final Path routes = ROOT.resolve("routes.yml");
    private final Ports ports = Ports.free();
    private final StartedSandbox sandbox;

    TerminalTest() throws IOException {
        Files.createDirectories(ROOT);
        Files.copy(WholePlatform.routes(), routes, StandardCopyOption.REPLACE_EXISTING);
        // As a person does it: in the project's root, which this folder is here.
        sandbox = StartedSandbox.in(ROOT, ports, Map.of("GATEWAY_ROUTES", "")).ready();
    }

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @AfterEach
    void healAll() throws Exception {
        for (String part : PARTS) {
            control("DELETE", part, Map.of());
        }
    }

    @Test
    void theFourCommandsOfTheCardDoAsItSays() throws Exception {
        List<String> commands = card();
        assertThat(commands).hasSize(4);
        assertThat(shell(commands.get(0))).startsWith("HTTP/1.1 200")
                .contains("\"rawPath\":\"/api/finance/expenses/7\"");
        assertThat(shell(commands.get(1))).startsWith("HTTP/1.1 403").contains("\"code\":\"PERMISSION_MISSING\"");
        assertThat(shell(commands.get(2))).startsWith("HTTP/1.1 403").contains("\"code\":\"MODULE_NOT_ENTITLED\"");
        assertThat(shell(commands.get(3))).startsWith("HTTP/1.1 200").contains("\"addon\":\"finance\"");
        WholePlatform.becomes(() -> beginning(commands.get(2)), "HTTP/1.1 200");
    }

    /** The four commands that stand alone in their lines. */
    private List<String> card() {
        return sandbox.lines().stream().filter(line -> line.startsWith("  curl ")).toList();
    }

    private static String beginning(String command) throws Exception {
        return shell(command).substring(0, "HTTP/1.1 200".length());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            Tokens last, '"refreshToken"'
            /actuator/prometheus, gateway_decisions
            /actuator/health/details, '"heartbeat"'
            /policy, '"revision"'
            /faults/redis, '"redis":"down"'
            """)
    void soDoTheOthers(String line, String said) throws Exception {
        String printed = sandbox.awaitLine(line, SOON);
        String command = printed.substring(printed.indexOf("curl "));
        assertThat(shell(command)).contains(said);
    }

    @Test
    void theCardFitsOnOneScreen() {
        List<String> lines = sandbox.lines();
        List<String> card = lines.subList(lines.indexOf("-".repeat(100)), lines.lastIndexOf("-".repeat(100)) + 1);
        assertThat(card).hasSizeLessThanOrEqualTo(45);
        assertThat(card).filteredOn(line -> line.length() > 125).as("tokens and secrets are long, the rest is not")
                .allMatch(line -> line.contains("Authorization: Bearer ") || line.contains("\"password\""));
    }

    @Test
    void anEditTakesEffectAtOnceAndAMistakeIsExplainedInPlainLines() throws Exception {
        assertThat(sandbox.awaitLine("Edit:", SOON)).contains(routes.toString());
        String good = Files.readString(routes);
        assertThat(status("/hello")).isEqualTo(404);
        Files.writeString(routes, good + "\n  - { id: hello, match: GET /hello, backend: auth, access: public }\n");
        WholePlatform.becomes(() -> sandbox.awaitLine("with 33 routes", SOON).contains("INFO") ? "said" : "", "said");
        String wrong = good.replace("require: { permission: finance.expenses.read }",
                "require: { permission: finance.expense.read }");
        Files.writeString(routes, wrong);
        assertThat(sandbox.awaitLine("was edited and is not taken over", SOON)).contains("ERROR", routes.toString());
        assertThat(sandbox.awaitLine("UNKNOWN_PERMISSION", SOON)).startsWith(routes + ":");
        assertThat(sandbox.awaitLine("did you mean 'finance.expenses.read'?", SOON)).startsWith("    did you mean");
        Files.writeString(routes, good);
        sandbox.awaitLine("with 32 routes", SOON);
        assertThat(sandbox.lines()).as("what nobody edited is not complained of")
                .noneMatch(line -> line.contains("UNCATALOGUED_MODULE"));
    }

    @Test
    void faultsAreToldInPlainLinesAndWithoutStackTraces() throws Exception {
        Asking auth = Asking.to(ports.url(Place.AUTH));
        String token = auth.send("POST", "/auth/login",
                Map.of("email", "ada@acme.test", "password", "sandbox")).text("accessToken");
        Asking ada = Asking.to(ports.url(Place.GATEWAY)).bearing(token).with("x-org", "acme");
        for (String part : PARTS) {
            for (String mode : List.of("down", "error", "garbage")) {
                String grants = "/internal/memberships/m-acme-ada/status";
                auth.asService().send("PUT", grants, Map.of("status", "suspended"));
                auth.asService().send("PUT", grants, Map.of("status", "active"));
                control("PUT", part, Map.of("mode", mode));
                sandbox.awaitLine(part + ": " + mode, SOON);
                ada.get("/api/finance/expenses/7");
                ada.get("/auth/me");
                control("DELETE", part, Map.of());
            }
        }
        WholePlatform.becomes(() -> Integer.toString(ada.get("/api/finance/expenses/7").status()), "200");
        List<String> lines = sandbox.lines();
        assertThat(lines.subList(lines.lastIndexOf("-".repeat(100)) + 1, lines.size()))
                .allMatch(line -> line.startsWith("{\"time\":")
                        || line.matches("[0-9:]{8} (INFO |WARN |ERROR) .+")
                        || line.startsWith(routes + ":") || line.startsWith("    "))
                .noneMatch(line -> line.contains("\tat ") || line.contains("onErrorDropped"));
    }

    private void control(String method, String part, Map<String, String> body) throws Exception {
        assertThat(Asking.to(ports.url(Place.CONTROL)).send(method, "/faults/" + part, body).status()).isEqualTo(200);
    }

    private int status(String path) throws Exception {
        return Asking.to(ports.url(Place.GATEWAY)).get(path).status();
    }

    /** What a shell makes of it. */
    private static String shell(String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command).redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
