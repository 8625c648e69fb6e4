package com.kisum.gateway.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.monitoring.Rules.Alert;
import com.kisum.gateway.monitoring.Rules.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Does each alert fire on its fault, stay silent without it, and tell whoever it wakes what to do? */
final class AlertsTest {
    private static final Rules RULES = Rules.read();
    private static final Path RUNBOOK = Path.of(System.getProperty("project.dir"), "k8s", "monitoring", "RUNBOOK.md");
    private static final String PUBLISHED = "https://runbooks.example.com/gateway#";
    private static final Pattern SECTION = Pattern.compile("(?m)^### (\\w+)\n((?:(?!^#{2,3} ).*\n)*)");

    private static final Pattern POINTED_TO = Pattern.compile("(?<!\\*)\\*([^*\n]+)\\*(?!\\*)");

    static Stream<Alert> alerts() {
        return RULES.alerts().stream();
    }

    @Test
    void promtoolFindsNoMistake() {
        Prometheus.Said said = Prometheus.promtool("check", "rules", Rules.files("rules"));
        assertThat(said.exit()).as(said.text()).isZero();
    }

    /** Days of every rule, which is work for a processor: the files at once, on as many as there are. */
    @Test
    void inEveryStoryThoseAlertsFireThatAreNamedAndNoOther() {
        Prometheus.program("promtool");
        assertThat(
                Rules.files("tests").parallelStream().map(file -> Prometheus.promtool("test", "rules", List.of(file)))
                        .toList())
                .hasSizeGreaterThan(5).allSatisfy(said -> assertThat(said.exit()).as(said.text()).isZero());
    }

    /** What promtool does not look after: that no alert is without a story. */
    @ParameterizedTest
    @MethodSource("alerts")
    void everyAlertHasAStoryInWhichItIsSilentAndThenFires(Alert alert) {
        List<Story> told = Rules.stories().stream().filter(story -> story.name().startsWith(alert.name() + " "))
                .toList();
        assertThat(told).isNotEmpty().anySatisfy(story -> {
            int fires = firstFiring(story, alert.name());
            assertThat(fires).as(story.name()).isPositive();
        });
        assertThat(told).allSatisfy(story -> assertThat(firstFiring(story, alert.name())).isNotNegative());
    }

    private static int firstFiring(Story story, String alert) {
        List<Set<String>> moments = story.firing();
        return moments.stream().filter(names -> names.contains(alert)).map(moments::indexOf).findFirst().orElse(-1);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void everyAlertSaysHowUrgentItIsWhatItMeansAndWhereToReadOn(Alert alert) {
        assertThat(alert.labels().get("severity")).isIn("page", "ticket");
        assertThat(alert.annotations()).containsOnlyKeys("summary", "description", "runbook_url");
        assertThat(alert.annotations().get("summary")).isNotBlank().hasSizeLessThan(100);
        assertThat(alert.annotations().get("description")).isNotBlank();
        assertThat(alert.annotations().get("runbook_url")).isEqualTo(PUBLISHED + alert.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void theRunbookHasASectionForEachAlertAndForNoOther() throws IOException {
        assertThat(SECTION.matcher(Files.readString(RUNBOOK)).results().map(section -> section.group(1)))
                .containsExactlyInAnyOrderElementsOf(alerts().map(Alert::name).toList());
    }

    /** At night nobody wants to look for a panel that has another name by now. */
    @Test
    void theDashboardsAndPanelsThatTheRunbookPointsToAreThere() throws IOException {
        Set<String> titles = Dashboards.read().all().stream()
                .flatMap(board -> Stream.concat(Stream.of(board.json()), board.panels().stream()))
                .map(titled -> titled.path("title").stringValue().toLowerCase(Locale.ROOT).replaceFirst("^gateway: ",
                        ""))
                .collect(Collectors.toSet());
        assertThat(POINTED_TO.matcher(Files.readString(RUNBOOK)).results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT)).filter(name -> !name.equals("oomkilled")))
                .isNotEmpty().allSatisfy(name -> assertThat(titles).contains(name));
    }

    @Test
    void everySectionSaysWhatItMeansWhereToLookAndWhatToDo() throws IOException {
        assertThat(SECTION.matcher(Files.readString(RUNBOOK)).results()
                .collect(Collectors.toMap(section -> section.group(1), section -> section.group(2))))
                .allSatisfy((_, text) -> assertThat(text).contains("**Means.**", "**Look.**", "**Do.**"));
    }
}
