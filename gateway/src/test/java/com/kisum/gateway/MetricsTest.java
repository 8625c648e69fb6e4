package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Does Prometheus find every metric that was promised, with its labels, and nothing that grows with users, companies or paths? */
final class MetricsTest {
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"([^\"]*)\"");
    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with();
    private static List<String> lines;

    @BeforeAll
    static void traffic() throws IOException {
        String elsewhere = "Authorization: Bearer adas-token\r\nx-org: lumen\r\n";
        gateway.get("/raw/private-path-1", ProxyUnderTest.CREDENTIALS);
        gateway.get("/raw/private-path-2", elsewhere);
        gateway.get("/raw/private-path-3", "");
        gateway.get("/raw/private-path-4", "Authorization: Bearer forged\r\n");
        gateway.get("/me/private-path-5", "Authorization: Bearer exception\r\n");
        gateway.get("/bought/private-path-6", ProxyUnderTest.CREDENTIALS);
        gateway.get("/nowhere/private-path-7", "");
        gateway.get("/open/../private-path-8", "");
        gateway.get("/gone/private-path-9", "");
        gateway.backend.answers("HTTP/1.1 418 Teapot\r\nContent-Length: 0\r\n\r\n");
        gateway.get("/open/private-path-10?private-query", "");
        gateway.backend.answers("HTTP/1.1 1999 Strange\r\nContent-Length: 0\r\n\r\n");
        gateway.get("/open/private-path-11", "");
        try (RawClient client = RawClient.to(gateway.managementPort())) {
            RawMessage scraped = client
                    .send("GET /actuator/prometheus HTTP/1.1\r\nHost: a\r\nAccept: text/plain\r\nConnection: close\r\n\r\n")
                    .answer();
            assertThat(scraped.status()).isEqualTo(200);
            lines = scraped.text().lines().filter(line -> !line.startsWith("#")).toList();
        }
    }

    /** A sample of this name that has these labels, whatever else it has. */
    private static void has(String name, String... labels) {
        String start = labels.length == 0 ? name + " " : name + "{";
        assertThat(lines).as(name + Arrays.toString(labels))
                .anyMatch(line -> line.startsWith(start) && Arrays.stream(labels).allMatch(line::contains));
    }

    private static Set<String> values(String name, String label) {
        return lines.stream().filter(line -> line.startsWith(name + "{")).map(LABEL::matcher).flatMap(Matcher::results)
                .filter(found -> found.group(1).equals(label)).map(found -> found.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void decisionsByRouteResultAndCode() {
        has("gateway_decisions_total", "route=\"raw\"", "result=\"allow\"", "code=\"none\"");
        has("gateway_decisions_total", "route=\"raw\"", "result=\"deny\"", "code=\"NOT_A_MEMBER\"");
        has("gateway_decisions_total", "route=\"me\"", "result=\"deny\"", "code=\"INTERNAL\"");
        has("gateway_decisions_total", "route=\"none\"", "result=\"deny\"", "code=\"NO_ROUTE\"");
        has("gateway_decisions_total", "route=\"none\"", "result=\"deny\"", "code=\"REQUEST_AMBIGUOUS\"");
        has("gateway_decisions_total", "route=\"gone\"", "result=\"allow\"", "code=\"BACKEND_UNAVAILABLE\"");
    }

    @Test
    void lookupsFailuresAndDenials() {
        has("gateway_access_lookups_total", "tier=\"source\"", "outcome=\"found\"");
        has("gateway_access_lookups_total", "tier=\"source\"", "outcome=\"stranger\"");
        has("gateway_authentication_failures_total", "kind=\"missing\"");
        assertThat(values("gateway_authentication_failures_total", "kind")).hasSize(2);
        has("gateway_permission_denials_total", "module=\"finance\"");
    }

    @Test
    void heldAccessAndTheTimeFromChangeToEnforcement() {
        for (String kind : List.of("company", "member", "session", "user")) {
            has("gateway_access_held", "kind=\"" + kind + "\"");
            has("gateway_access_evictions_total", "kind=\"" + kind + "\"");
        }
        has("gateway_access_held", "kind=\"stranger\"");
        for (String until : List.of("bar", "request", "replacement")) {
            for (String bound : List.of("0.001", "0.005", "0.01", "0.05", "0.1", "0.5", "1.0", "5.0")) {
                has("gateway_access_enforcement_seconds_bucket", "until=\"" + until + "\"", "le=\"" + bound + "\"");
            }
        }
        has("gateway_access_loads");
        has("gateway_access_heartbeat_age_seconds");
        has("gateway_access_readings_overtaken_total");
        has("gateway_access_pointers_behind_total");
        has("gateway_access_source_behind_total");
        has("gateway_access_source_restored_total");
        has("gateway_access_unconfirmed_total");
    }

    @Test
    void timeToDecideInBucketsOfObjectives() {
        has("gateway_decide_seconds_count");
        has("gateway_decide_seconds_bucket", "le=\"0.005\"");
        has("gateway_decide_seconds_bucket", "le=\"3.0\"");
    }

    @Test
    void policyAndLog() {
        assertThat(values("gateway_policy_revision", "revision")).singleElement().asString().matches("[0-9a-f]{12}");
        assertThat(lines).anyMatch(line -> line.startsWith("gateway_policy_revision{") && line.endsWith(" 1.0"));
        has("gateway_policy_reloads_total", "outcome=\"success\"");
        has("gateway_policy_reloads_total", "outcome=\"failure\"");
        has("gateway_decision_events_dropped_total");
    }

    @Test
    void rateLimitsByWhoCounted() {
        for (String tier : new String[]{"redis", "memory", "share"}) {
            has("gateway_rate_limits_total", "tier=\"" + tier + "\"", "outcome=\"passed\"");
            has("gateway_rate_limits_total", "tier=\"" + tier + "\"", "outcome=\"limited\"");
        }
        has("gateway_rate_limits_replicas");
    }

    @Test
    void backendsAndBreakers() {
        has("gateway_backend_responses_seconds_count", "backend=\"raw\"", "status=\"200\"");
        has("gateway_backend_responses_seconds_count", "backend=\"raw\"", "status=\"418\"");
        has("gateway_backend_responses_seconds_bucket", "backend=\"raw\"", "status=\"200\"", "le=\"0.1\"");
        has("resilience4j_circuitbreaker_state", "name=\"backend-raw\"", "state=\"closed\"");
        assertThat(values("gateway_backend_responses_seconds_count", "status")).allMatch(
                status -> status.matches("[1-9][0-9]{2}|invalid"));
    }

    @Test
    void noLabelNamesAUserACompanyOrAPath() {
        assertThat(lines).filteredOn(line -> line.startsWith("gateway_") || line.startsWith("http_"))
                .isNotEmpty()
                .noneMatch(line -> line.contains("private-") || line.contains("\"ada\"") || line.contains("acme")
                        || line.contains("lumen") || line.contains("m-1") || line.contains("session-1"));
        assertThat(lines).filteredOn(line -> line.startsWith("gateway_")).flatExtracting(line -> LABEL.matcher(line)
                .results().map(label -> label.group(1)).toList()).isSubsetOf("route", "result", "code", "tier",
                        "outcome", "kind", "module", "revision", "backend", "status", "until", "le", "mode");
    }
}
