package com.kisum.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.answer.AnswerCode;
import com.kisum.gateway.contract.AnswerTable.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
import tools.jackson.databind.node.ObjectNode;

/** Does the gateway answer what {@code answers.yml} says, and nothing besides? */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AnswerContractTest {
    private static final Pattern RANGE = Pattern.compile("([0-9]+) to ([0-9]+)");
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final String ASKED_TRACE = "0af7651916cd43dd8448eb211c80319c";
    /** Of every answer; the last because we ask for the end of the connection. */
    private static final Set<String> ALWAYS = Set.of("content-type", "content-length", "cache-control", "x-request-id",
            "connection");
    private static final List<String> EVENT = List.of("time", "requestId", "traceId", "userId", "companyId",
            "membershipId", "endpoint", "route", "action", "result", "code", "status", "upstreamStatus",
            "accessVersion", "accessFrom", "policyRevision", "mode", "durationMicros");

    private final AnswerTable table;
    private final ContractWorld world;
    private final String revision;

    AnswerContractTest() throws IOException {
        table = AnswerTable.read();
        world = ContractWorld.start(table);
        revision = revisionOf(AnswerTable.file("routes.yml"));
    }

    Stream<Row> rows() {
        return table.answers().stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theAnswerIsWhatTheTableSays(Row row) throws Exception {
        Instant before = Instant.now();
        Wire.Response response = asked(row);
        String requestId = response.headers().getOrDefault("X-Request-Id", "");
        assertThat(response.status()).isEqualTo(row.status());
        assertHeaders(row, response);
        assertProblem(row, requestId, JsonMapper.shared().readTree(response.body()));
        assertEvent(row, requestId, world.events().of(requestId), before);
    }

    /** These, and no others: a name that nobody promised may tell what nobody wants told. */
    private void assertHeaders(Row row, Wire.Response response) {
        Map<String, String> headers = response.headers();
        Set<String> names = new TreeSet<>(ALWAYS);
        row.saidHeaders().keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        assertThat(headers.keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(headers).containsEntry("Content-Type", "application/problem+json")
                .containsEntry("Cache-Control", "no-store").containsEntry("Connection", "close")
                .containsEntry("Content-Length",
                        Integer.toString(response.body().getBytes(StandardCharsets.UTF_8).length));
        assertThat(row.saidHeaders())
                .allSatisfy((name, said) -> assertSaid(headers.getOrDefault(name, ""), said));
        if (isHeadRead(row)) {
            assertThat(headers).containsEntry("X-Request-Id", idOf(row));
        }
    }

    /** Nobody reads what comes behind a line that is too long. Of headers that are too large, those before are there. */
    private static boolean isHeadRead(Row row) {
        return !"line".equals(row.tooLarge());
    }

    private String idOf(Row row) {
        return "row-" + table.answers().indexOf(row);
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
            case null -> send(row, row.request(), List.of(), "");
            case "line" -> send(row, row.request() + "/" + big, List.of(), "");
            case "header" -> send(row, row.request(), List.of("X-Large: " + big), "");
            case "headers" -> send(row, row.request(), headersOf("a".repeat(7_000)), "");
            case "body" -> send(row, row.request(), List.of("Content-Length: 1025"), "");
            case "stream" -> send(row, row.request(), List.of("Transfer-Encoding: chunked"),
                    "401\r\n" + "a".repeat(1025) + "\r\n0\r\n\r\n");
            default -> throw new IllegalArgumentException(row.tooLarge());
        };
    }

    private Wire.Response send(Row row, String line, List<String> more, String body) throws IOException {
        List<String> headers = new ArrayList<>(
                List.of("X-Request-Id: " + idOf(row), "traceparent: 00-" + ASKED_TRACE + "-b7ad6b7169203331-01"));
        headers.addAll(more);
        return world.send(line, row.as(), row.company(), headers, body);
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

    /** All of it; what another request would make otherwise, by its bounds. */
    private void assertEvent(Row row, String requestId, JsonNode event, Instant before) {
        assertThat(event.propertyNames()).containsExactlyElementsOf(EVENT);
        Instant now = Instant.now();
        assertThat(Instant.parse(event.path("time").stringValue(""))).isBetween(before, now);
        assertThat(event.path("durationMicros").isIntegralNumber()).isTrue();
        assertThat(event.path("durationMicros").longValue(0)).isBetween(1L,
                Duration.between(before, now).toNanos() / 1_000);
        String traceId = event.path("traceId").stringValue("");
        assertThat(traceId).matches(TRACE_ID);
        assertThat(traceId.equals(ASKED_TRACE)).isEqualTo(isHeadRead(row));

        ObjectNode rest = ((ObjectNode) event).without(List.of("time", "traceId", "durationMicros"));
        assertThat(rest).isEqualTo(expected(row, requestId));
    }

    private ObjectNode expected(Row row, String requestId) {
        AnswerTable.Event event = row.event();
        ObjectNode expected = JsonMapper.shared().createObjectNode();
        expected.put("requestId", requestId).put("userId", event.userId()).put("companyId", event.companyId())
                .put("membershipId", event.membershipId()).put("endpoint", event.endpoint())
                .put("route", event.route()).put("action", event.action()).put("result", event.result())
                .put("code", row.code()).put("status", row.status()).putNull("upstreamStatus")
                .put("accessVersion", event.accessVersion()).put("accessFrom", event.accessFrom())
                .put("policyRevision", revision).put("mode", "enforce");
        return expected;
    }

    /** As the file makes it, whoever asks. */
    private static String revisionOf(Path routes) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(routes));
            return HexFormat.of().formatHex(digest).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
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
