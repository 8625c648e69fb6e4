package com.kisum.gateway.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.monitoring.Dashboards.Dashboard;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Can Grafana load each dashboard, and can somebody read it who has never seen it before? */
final class DashboardsTest {
    private static final Dashboards DASHBOARDS = Dashboards.read();
    private static final String DATASOURCE = "${datasource}";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");
    /** Grafana's own. */
    private static final Set<String> BUILT_IN = Set.of("__rate_interval");
    /** Of those that Grafana knows; an unknown one is shown as a suffix. */
    private static final Set<String> UNITS = Set.of("reqps", "ops", "s", "short", "none", "percentunit");

    static Stream<Dashboard> dashboards() {
        return DASHBOARDS.all().stream();
    }

    @Test
    void thereAreFourAndNoneCanBeTakenForAnother() {
        assertThat(DASHBOARDS.all()).extracting(Dashboard::file).containsExactly("access-and-freshness.json",
                "dependencies-and-faults.json", "policy-changes.json", "traffic-and-decisions.json");
        assertThat(DASHBOARDS.all()).extracting(board -> board.json().path("uid").stringValue())
                .doesNotHaveDuplicates().allMatch(uid -> uid.matches("gateway-[a-z]+"));
        assertThat(DASHBOARDS.all()).extracting(board -> board.json().path("title").stringValue())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void noTwoPanelsHaveOneIdOrOnePlace(Dashboard board) {
        List<JsonNode> panels = board.everything();
        assertThat(panels).extracting(panel -> panel.path("id").intValue()).doesNotHaveDuplicates();
        for (JsonNode panel : panels) {
            JsonNode at = panel.path("gridPos");
            assertThat(at.path("x").intValue() + at.path("w").intValue()).as(panel.path("title").stringValue())
                    .isBetween(1, 24);
            assertThat(panels).filteredOn(other -> !other.equals(panel) && overlap(at, other.path("gridPos")))
                    .isEmpty();
        }
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return overlap(one, other, "x", "w") && overlap(one, other, "y", "h");
    }

    private static boolean overlap(JsonNode one, JsonNode other, String from, String length) {
        return one.path(from).intValue() < other.path(from).intValue() + other.path(length).intValue()
                && other.path(from).intValue() < one.path(from).intValue() + one.path(length).intValue();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelSaysWhatItShowsAndInWhichUnit(Dashboard board) {
        assertThat(board.panels()).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.path("title").stringValue()).isNotBlank();
            assertThat(panel.path("description").stringValue()).matches("(?s).{10,}[.]");
            assertThat(panel.path("fieldConfig").path("defaults").path("unit").stringValue()).isIn(UNITS);
            assertThat(panel.path("type").stringValue()).isIn("timeseries", "stat");
        });
        assertThat(board.panels()).extracting(panel -> panel.path("title").stringValue()).doesNotHaveDuplicates();
        assertThat(board.json().path("description").stringValue()).isNotBlank();
    }

    /** A dashboard that names one data source works in one Grafana. */
    @ParameterizedTest
    @MethodSource("dashboards")
    void whoeverLooksChoosesTheDataSource(Dashboard board) {
        assertThat(board.variables()).first().satisfies(variable -> {
            assertThat(variable.path("name").stringValue()).isEqualTo("datasource");
            assertThat(variable.path("type").stringValue()).isEqualTo("datasource");
            assertThat(variable.path("query").stringValue()).isEqualTo("prometheus");
        });
        assertThat(board.json().findValues("datasource")).isNotEmpty().allSatisfy(source -> {
            assertThat(source.path("type").stringValue()).isEqualTo("prometheus");
            assertThat(source.path("uid").stringValue()).isEqualTo(DATASOURCE);
        });
        assertThat(board.panels()).allSatisfy(panel -> assertThat(panel.path("targets").valueStream().toList())
                .isNotEmpty().allMatch(target -> target.has("datasource") && target.has("refId")));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyVariableThatAQueryNamesIsThereAndJobIsAlwaysAmongThem(Dashboard board) {
        List<String> known = board.variables().stream().map(variable -> variable.path("name").stringValue()).toList();
        assertThat(board.queries()).isNotEmpty().allSatisfy(query -> {
            List<String> named = VARIABLE.matcher(Objects.requireNonNull(query.expression())).results()
                    .map(found -> found.group(1)).filter(name -> !BUILT_IN.contains(name)).toList();
            assertThat(known).containsAll(named);
            assertThat(named).as("a Prometheus may know other jobs").contains("job");
        });
    }
}
