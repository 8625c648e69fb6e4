package com.kisum.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.wiring.KnownSettings.Setting;
import java.io.IOException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Does the README's table say which settings there are, and what holds when nothing is said? */
final class ReadmeSettingsTest {
    private static final Path PROJECT = Path.of(System.getProperty("project.dir"));
    private static final Path README = PROJECT.resolve("README.md");
    private static final String HEAD = "| variable | means | unless said |";
    private static final String CHAPTER = "## Run it for real";
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern OURS = Pattern.compile("GATEWAY_[A-Z0-9_]*[A-Z0-9]");

    /** Worked out of another setting, and so no default of its own. */
    private static final Set<String> WORKED_OUT = Set.of("GATEWAY_AUTH_JWKSURI");
    /** The sandbox's own. */
    private static final Set<String> OTHERS = Set.of("GATEWAY_PORT");

    /**
     * @param variables in full: what begins with an underscore takes the place of the last part of the full name before it
     * @param defaults what is quoted in its last cell
     */
    record Row(List<String> variables, List<String> defaults) {
        static Row of(String line) {
            String[] cells = line.split("(?<!\\\\)\\|", -1);
            List<String> names = new ArrayList<>();
            String full = "";
            for (String name : quoted(cells[1])) {
                if (name.startsWith("_")) {
                    names.add(full.substring(0, full.lastIndexOf('_')) + name);
                } else {
                    full = name;
                    names.add(name);
                }
            }
            return new Row(names.stream().filter(name -> name.startsWith("GATEWAY_")).toList(), quoted(cells[3]));
        }

        private static List<String> quoted(String cell) {
            return QUOTED.matcher(cell).results().map(found -> found.group(1)).toList();
        }
    }

    private static final Map<String, Setting> SETTINGS = KnownSettings.all().stream()
            .collect(Collectors.toMap(Setting::variable, Function.identity()));

    static Stream<Row> rows() throws IOException {
        String readme = Files.readString(README);
        String chapter = readme.substring(readme.indexOf(CHAPTER));
        return chapter.substring(chapter.indexOf(HEAD)).lines().takeWhile(line -> line.startsWith("|")).skip(2)
                .map(Row::of).filter(row -> !row.variables().isEmpty());
    }

    private static Stream<String> defaults(Setting setting) {
        RecordComponent component = setting.component();
        // The annotation is of the constructor's parameters, which have the components' names.
        Parameter said = Stream.of(component.getDeclaringRecord().getDeclaredConstructors()[0].getParameters())
                .filter(parameter -> parameter.getName().equals(component.getName())).findFirst().orElseThrow();
        DefaultValue value = said.getAnnotation(DefaultValue.class);
        return value == null ? Stream.of() : Arrays.stream(value.value()).filter(text -> !text.isEmpty());
    }

    @Test
    void everySettingHasItsPlaceInTheTableAndOnlyOne() throws IOException {
        // What routes.yml names is in the environment under its own name; the map is for the command line.
        assertThat(rows().flatMap(row -> row.variables().stream())).containsExactlyInAnyOrderElementsOf(
                SETTINGS.values().stream().filter(setting -> !setting.isMap()).map(Setting::variable).toList());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatTheTableSaysHoldsUnlessSaidDoes(Row row) {
        if (!WORKED_OUT.containsAll(row.variables())) {
            assertThat(row.defaults()).isEqualTo(row.variables().stream()
                    .flatMap(name -> defaults(Objects.requireNonNull(SETTINGS.get(name), name))).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "k8s/README.md", "k8s/RATIONALE.md", "k8s/monitoring/RUNBOOK.md"})
    void noNameOfOursThatOperatorsReadIsMisspelt(String file) throws IOException {
        Matcher names = OURS.matcher(Files.readString(PROJECT.resolve(file)));
        assertThat(names.results().map(found -> found.group())).isNotEmpty()
                .allSatisfy(name -> assertThat(KnownSettings.isVariable(name) || OTHERS.contains(name)).isTrue());
    }
}
