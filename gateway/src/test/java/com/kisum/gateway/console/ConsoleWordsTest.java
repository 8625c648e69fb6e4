package com.kisum.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.answer.AnswerCode;
import com.kisum.gateway.record.Outcome;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Does the page know every code there is, and no other? */
final class ConsoleWordsTest {
    private static final Pattern CODE = Pattern.compile("^  ([A-Z_]+): '.{20,}',$", Pattern.MULTILINE);

    private static String words() throws Exception {
        try (InputStream in = Objects.requireNonNull(
                ConsoleWordsTest.class.getResourceAsStream("/console/words.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyCodeIsExplained() throws Exception {
        assertThat(CODE.matcher(words()).results().map(found -> found.group(1)).toList()).containsExactlyInAnyOrder(
                Arrays.stream(AnswerCode.values()).map(Enum::name).toArray(String[]::new));
    }

    @Test
    void faultsAndOutcomesAreTheGatewaysOwn() throws Exception {
        MatchResult faults = Pattern.compile("FAULTS = \\[(.*)]").matcher(words()).results().findFirst().orElseThrow();
        assertThat(List.of(faults.group(1).replaceAll("[' ]", "").split(",", -1))).containsExactlyInAnyOrder(
                Arrays.stream(AnswerCode.values()).filter(code -> code.status() >= 500).map(Enum::name)
                        .toArray(String[]::new));
        for (Outcome outcome : Outcome.values()) {
            assertThat(words()).contains("  " + outcome.name().toLowerCase(Locale.ROOT) + ": { word:");
        }
    }
}
