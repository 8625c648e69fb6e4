package com.kisum.gateway.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.answer.AnswerCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Does the gateway have every metric and every label that rules and dashboards name, and do a real Prometheus' answers show it? */
final class NamesTest {
    private static final Duration UNTIL_WORKED_OUT = Duration.ofMinutes(1);
    private static final Pattern IN_LEGENDS = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");
    private static final Pattern IN_ANNOTATIONS = Pattern.compile("\\$labels\\.(\\w+)");
    private static final Pattern IN_PROSE = Pattern.compile("`((?:gateway|redis|auth|core)_[a-z_]+)");
    private static final Path PROJECT = Path.of(System.getProperty("project.dir"));
    private static final Rules RULES = Rules.read();
    private static final Dashboards DASHBOARDS = Dashboards.read();

    @TempDir
    private static Path directory;

    private static MonitoredGateway gateway;
    private static Scrape scrape;
    private static Vocabulary vocabulary;

    @BeforeAll
    static void everythingHappensOnce() throws Exception {
        gateway = new MonitoredGateway(directory);
        gateway.happens();
        scrape = Scrape.read(gateway.scrape());
        vocabulary = new Vocabulary(scrape, RULES);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Stream<Rules.Recording> recordings() {
        return RULES.recordings().stream();
    }

    static Stream<Rules.Alert> alerts() {
        return RULES.alerts().stream();
    }

    static Stream<Dashboards.Query> queries() {
        return DASHBOARDS.all().stream().flatMap(board -> Stream.concat(board.queries().stream(),
                board.marks().stream()));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void whatARecordingRuleNamesIsThere(Rules.Recording rule) {
        assertThat(vocabulary.unknownIn(rule.expression())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void whatAnAlertNamesIsThereAndItsWordsHaveTheirLabels(Rules.Alert alert) {
        assertThat(vocabulary.unknownIn(alert.expression())).isEmpty();
        assertThat(vocabulary.resultLabels(alert.expression())).containsAll(
                named(IN_ANNOTATIONS, String.join(" ", alert.annotations().values())));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void whatADashboardAsksForIsThereAndItsLegendsHaveTheirLabels(Dashboards.Query query) {
        assertThat(vocabulary.unknownIn(query.filledIn())).isEmpty();
        assertThat(vocabulary.resultLabels(query.filledIn())).containsAll(named(IN_LEGENDS, query.legend()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"k8s/README.md", "k8s/monitoring/README.md", "k8s/monitoring/RUNBOOK.md"})
    void whatOperatorsReadNamesMetricsThatThereAre(String file) throws IOException {
        Set<String> there = scrape.samples().stream().map(Scrape.Sample::name).collect(Collectors.toSet());
        assertThat(named(IN_PROSE, Files.readString(PROJECT.resolve(file)))).isNotEmpty().allSatisfy(
                name -> assertThat(there).as(name).anyMatch(metric -> metric.matches(name + "(_count|_bucket)?")));
    }

    private static Set<String> named(Pattern pattern, String text) {
        return Set
                .copyOf(pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).distinct().toList());
    }

    /** A counter that appears with its first fault has not grown: no alert would see that one. */
    @Test
    void everyCodeOfOursIsCountedFromZeroOnAndWhatPassesInShadowModeIsNotCountedAsOurs() {
        Map<String, Double> answers = scrape.named("gateway_answers_total").stream().collect(
                Collectors.toMap(sample -> sample.labels().getOrDefault("code", ""), Scrape.Sample::value));
        assertThat(answers).containsKey("none").containsKeys(
                Stream.of(AnswerCode.values()).map(AnswerCode::name).toArray(String[]::new));
        assertThat(answers).containsEntry("PERMISSION_MISSING", 1.0).containsEntry("INTERNAL", 0.0)
                .containsEntry("ACCESS_UNAVAILABLE", 1.0).containsEntry("REQUEST_AMBIGUOUS", 1.0);
    }

    /** Only here is seen that two sides of a division have no label in common, or several partners. */
    @Test
    void aRealPrometheusWorksOutEveryRuleAndHasAnAnswerForEveryPanel() throws IOException, InterruptedException {
        try (Prometheus prometheus = Prometheus.scraping(gateway.managementPort(), directory)) {
            await().atMost(UNTIL_WORKED_OUT).pollInterval(Duration.ofSeconds(2)).ignoreException(IOException.class)
                    .untilAsserted(() -> {
                        gateway.aLimitIsAsked(); // of no request there is no share
                        assertThat(prometheus.rules()).hasSize(RULES.recordings().size() + RULES.alerts().size())
                                .allSatisfy(rule -> assertThat(rule.path("health").stringValue())
                                        .as(rule.toString()).isEqualTo("ok"));
                        assertThat(withoutAnswer(prometheus)).isEmpty();
                    });
            await().atMost(UNTIL_WORKED_OUT).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                gateway.aBackendIsGone(); // a breaker that nobody calls is half open, and no fault
                gateway.aLimitIsAsked();
                assertThat(prometheus.alerts())
                        .extracting(alert -> alert.path("labels").path("alertname").stringValue())
                        .contains("GatewayFreshnessUnproven", "GatewayBreakerOpen", "GatewayTrackingIncomplete",
                                "GatewayRateLimitsApart")
                        .doesNotContain("GatewayDown", "GatewayGone", "GatewayPolicyReloadFailing",
                                "GatewayCertificateExpires", "GatewayDoorRefuses");
            });
            assertThat(prometheus.alerts()).extracting(JsonNode::toString)
                    .noneMatch(text -> text.contains("error expanding"));
        }
    }

    /** Panels that look an hour back are asked for now: this gateway has no past. */
    private static List<String> withoutAnswer(Prometheus prometheus) throws IOException, InterruptedException {
        List<String> without = new ArrayList<>();
        for (Dashboards.Dashboard board : DASHBOARDS.all()) {
            for (Dashboards.Query query : board.queries()) {
                if (prometheus.query(query.filledIn().replace(" offset 1h", "")).isEmpty()) {
                    without.add(Objects.requireNonNull(query.where()) + ": " + query.filledIn());
                }
            }
        }
        return without;
    }
}
