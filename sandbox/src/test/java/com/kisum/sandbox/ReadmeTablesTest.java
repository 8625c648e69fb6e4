package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.answer.AnswerCode;
import com.kisum.gateway.record.DecisionEvent;
import com.kisum.gateway.redis.Secret;
import com.kisum.gateway.wiring.GatewaySettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Do the README's tables list what there is, all of it and nothing else? */
class ReadmeTablesTest {
    private static final Pattern SETTING = Pattern.compile("GATEWAY_[A-Z0-9_]+");
    private static final Pattern NAME = Pattern.compile("`([A-Z0-9_]+)`");

    @Test
    void everyCodeStandsThereWithItsStatus() throws IOException {
        List<String> there = Arrays.stream(AnswerCode.values()).map(code -> "`" + code + "` " + code.status()).toList();
        assertThat(ReadmeBlock.table("Error codes", 1)).extracting(row -> row.get(0) + " " + row.get(1))
                .containsExactlyElementsOf(there);
        assertThat(ReadmeBlock.table("Error codes", 1)).allMatch(row -> row.size() == 4 && !row.get(3).isBlank(),
                "says what to do");
    }

    @Test
    void everyFieldOfADecisionEventStandsThere() throws IOException {
        List<String> fields = Arrays.stream(DecisionEvent.class.getRecordComponents()).map(RecordComponent::getName)
                .toList();
        assertThat(ReadmeBlock.table("Decision events", 1)).extracting(List::getFirst)
                .containsExactlyElementsOf(fields.stream().map(field -> "`" + field + "`").toList());
    }

    @Test
    void everySettingStandsThereWithWhatItIsUnlessSaid() throws IOException {
        Map<String, String> settings = settings();
        Map<String, String> rows = new TreeMap<>();
        for (List<String> row : ReadmeBlock.table("Run it for real", 1)) {
            variables(row.getFirst()).forEach(variable -> rows.put(variable, row.getLast()));
        }
        assertThat(rows.keySet()).containsExactlyElementsOf(settings.keySet());
        settings.forEach((variable, unlessSaid) -> assertThat(rows.get(variable)).as(variable)
                .contains(unlessSaid.isEmpty() ? "" : "`" + unlessSaid + "`"));
    }

    /** In the environment nobody complains of a name that is none. */
    @Test
    void noSettingIsNamedThatIsNone() throws IOException {
        Set<String> known = new TreeSet<>(settings().keySet());
        known.add("GATEWAY_PORT"); // the sandbox's
        assertThat(SETTING.matcher(ReadmeBlock.text()).results().map(MatchResult::group).collect(Collectors.toSet()))
                .isSubsetOf(known);
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        collect("GATEWAY", GatewaySettings.class, settings);
        // For the sandbox alone: an operator has an environment.
        settings.remove("GATEWAY_ENVIRONMENT");
        return settings;
    }

    private static void collect(String within, Class<?> settings, Map<String, String> into) {
        for (RecordComponent component : settings.getRecordComponents()) {
            String name = within + "_" + component.getName().toUpperCase(Locale.ROOT);
            if (component.getType().isRecord() && !component.getType().equals(Secret.class)) {
                collect(name, component.getType(), into);
            } else {
                into.put(name, unlessSaid(settings, component.getName()));
            }
        }
    }

    /** Stands at the constructor's parameter; a list of many is told in words of its own. */
    private static String unlessSaid(Class<?> settings, String component) {
        return Arrays.stream(settings.getDeclaredConstructors()[0].getParameters())
                .filter(parameter -> parameter.getName().equals(component))
                .flatMap(parameter -> Optional.ofNullable(parameter.getAnnotation(DefaultValue.class)).stream())
                .filter(value -> value.value().length == 1).map(value -> value.value()[0]).findFirst().orElse("");
    }

    /** {@code `GATEWAY_AUTH_URL`, `_ISSUER`}: what begins with an underscore takes the place of the last word before it. */
    private static List<String> variables(String cell) {
        List<String> variables = new ArrayList<>();
        Matcher names = NAME.matcher(cell);
        while (names.find()) {
            String name = names.group(1);
            if (name.startsWith("GATEWAY_")) {
                variables.add(name);
            } else if (name.startsWith("_") && !variables.isEmpty()) {
                String before = variables.getLast();
                variables.add(before.substring(0, before.lastIndexOf('_')) + name);
            }
        }
        return variables;
    }
}
