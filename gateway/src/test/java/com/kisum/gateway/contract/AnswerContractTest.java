package com.kisum.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.answer.AnswerCode;
import com.kisum.gateway.contract.AnswerTable.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Does the gateway answer what {@code answers.yml} says, and nothing besides? */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AnswerContractTest {
    private static final Pattern RANGE = Pattern.compile("([0-9]+) to ([0-9]+)");
    private static final List<String> TELLING = List.of("WWW-Authenticate", "Retry-After", "Allow");

    private final AnswerTable table;
    private final ContractWorld world;

    AnswerContractTest() throws IOException {
        table = AnswerTable.read();
        world = ContractWorld.start(table);
    }

    Stream<Row> rows() {
        return table.answers().stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theAnswerIsWhatTheTableSays(Row row) throws Exception {
        Wire.Response response = asked(row);
        String requestId = response.headers().getOrDefault("X-Request-Id", "");
        assertThat(response.status()).isEqualTo(row.status());
        assertThat(response.headers()).containsEntry("Content-Type", "application/problem+json")
                .containsEntry("Cache-Control", "no-store");
        assertThat(telling(response).keySet()).isEqualTo(row.saidHeaders().keySet());
        assertThat(telling(response)).allSatisfy((name, value) -> assertSaid(value, row.saidHeaders().get(name)));
        assertProblem(row, requestId, JsonMapper.shared().readTree(response.body()));
        assertEvent(row, world.events().of(requestId));
    }

    @Test
    void everyCodeHasARowAndEveryRowACode() {
        Set<String> promised = Stream.of(AnswerCode.values()).map(AnswerCode::name).collect(Collectors.toSet());
        assertThat(rows().map(Row::code).collect(Collectors.toSet())).isEqualTo(promised);
    }

    @Test
    void aCodeHasOneStatusAndAnOutageIsNeverARefusal() {
        assertThat(rows())
                .allSatisfy(row -> assertThat(row.status()).isEqualTo(AnswerCode.valueOf(row.code()).status()));
        assertThat(rows().filter(row -> row.down() != null && !row.code().equals("NOT_A_MEMBER")))
                .isNotEmpty().allSatisfy(row -> assertThat(row.status()).isEqualTo(503));
    }

    private Wire.Response asked(Row row) throws Exception {
        List<Future<Wire.Response>> waiting = new ArrayList<>();
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            if (row.busy()) {
                for (int i = 0; i < ContractWorld.MOST_AT_ONCE; i++) {
                    waiting.add(others.submit(() -> world.send(row.request(), "nobody", null)));
                }
                world.backend().awaitWaiting(ContractWorld.MOST_AT_ONCE);
            }
            for (int i = 0; i < row.before(); i++) {
                assertThat(world.send(row.request(), row.as(), row.company()).status()).isEqualTo(200);
            }
            turn(row.down(), true);
            Wire.Response response = send(row);
            turn(row.down(), false);
            world.backend().letGo();
            for (Future<Wire.Response> other : waiting) {
                assertThat(other.get().status()).isEqualTo(200);
            }
            return response;
        }
    }

    private Wire.Response send(Row row) throws IOException {
        String big = "a".repeat(9_000);
        return switch (row.tooLarge()) {
            case null -> world.send(row.request(), row.as(), row.company());
            case "line" -> world.send(row.request() + "/" + big, row.as(), row.company());
            case "header" -> world.send(row.request(), row.as(), row.company(), List.of("X-Large: " + big), "");
            case "headers" -> world.send(row.request(), row.as(), row.company(), headersOf("a".repeat(7_000)), "");
            case "body" -> world.send(row.request(), row.as(), row.company(), List.of("Content-Length: 1025"), "");
            case "stream" -> world.send(row.request(), row.as(), row.company(), List.of("Transfer-Encoding: chunked"),
                    "401\r\n" + "a".repeat(1025) + "\r\n0\r\n\r\n");
            default -> throw new IllegalArgumentException(row.tooLarge());
        };
    }

    private static List<String> headersOf(String value) {
        List<String> headers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            headers.add("X-Large-" + i + ": " + value);
        }
        return headers;
    }

    private void turn(@Nullable String part, boolean down) {
        switch (part) {
            case null -> {
            }
            case "keys" -> world.ports().tokens().outage(down);
            case "sessions" -> world.ports().sessions().outage(down);
            case "users" -> world.ports().users().outage(down);
            case "memberships" -> world.ports().memberships().outage(down);
            case "core" -> {
                if (down) {
                    world.ports().entitlements().goesDown("a fake outage");
                } else {
                    world.ports().entitlements().comesBack();
                }
            }
            default -> throw new IllegalArgumentException(part);
        }
    }

    /** A number that depends on when it is asked for is told by its bounds. */
    private static void assertSaid(String value, @Nullable String expected) {
        Matcher range = RANGE.matcher(String.valueOf(expected));
        if (range.matches()) {
            assertThat(Long.parseLong(value)).isBetween(Long.valueOf(range.group(1)), Long.valueOf(range.group(2)));
        } else {
            assertThat(value).isEqualTo(expected);
        }
    }

    private static Map<String, String> telling(Wire.Response response) {
        return TELLING.stream().filter(response.headers()::containsKey)
                .collect(Collectors.toMap(name -> name, name -> response.headers().getOrDefault(name, "")));
    }

    private static void assertProblem(Row row, String requestId, JsonNode problem) {
        assertThat(problem.path("type").stringValue(""))
                .isEqualTo("urn:kisum:problem:" + row.code().toLowerCase(Locale.ROOT).replace('_', '-'));
        assertThat(problem.path("status").intValue(0)).isEqualTo(row.status());
        assertThat(problem.path("code").stringValue("")).isEqualTo(row.code());
        assertThat(problem.path("requestId").stringValue("")).isEqualTo(requestId).isNotBlank();
        assertThat(problem.path("title").stringValue("")).isNotBlank();
        assertThat(problem.path("detail").stringValue("")).isNotBlank().doesNotContain("Exception", "com.kisum");
        Set<String> names = new HashSet<>(row.saidExtra().keySet());
        names.addAll(List.of("type", "title", "status", "detail", "code", "requestId"));
        assertThat(problem.propertyNames()).containsExactlyInAnyOrderElementsOf(names);
        assertThat(said(problem, row.saidExtra().keySet())).isEqualTo(row.saidExtra());
    }

    private static void assertEvent(Row row, JsonNode event) {
        assertThat(said(event, Set.of("endpoint", "route", "action", "result", "code"))).isEqualTo(
                Map.of("endpoint", row.event().endpoint(), "route", row.event().route(), "action", row.event().action(),
                        "result", row.event().result(), "code", row.code()));
        assertThat(event.path("status").intValue(0)).isEqualTo(row.status());
        assertThat(event.path("upstreamStatus").isNull()).as("no backend answered").isTrue();
    }

    private static Map<String, String> said(JsonNode of, Set<String> names) {
        Map<String, String> said = new TreeMap<>();
        names.forEach(name -> said.put(name, of.path(name).stringValue("")));
        return said;
    }

    @AfterAll
    void stop() {
        world.close();
    }
}
