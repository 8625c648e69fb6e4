package com.kisum.policy.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does the grammar answer the cases of others as we hold ourselves to?
 *
 * <p>Where {@code expected} leaves a choice, section 9 of the design chose: a trailing slash is decided as the path
 * without it (so it is read, and its segments are the same); needless escapes, absolute and authority form, and
 * characters that RFC 3986 forbids in a query are refused. What is to match nothing, and what is merely long, is read
 * without fault here: the route index and the gateway's limits decide on it. A needless escape stays refused when the
 * target is long.
 */
class PathCorpusTest {
    @TestFactory
    List<DynamicTest> answersTheCorpusOfOthers() throws IOException {
        Path file = Path.of(System.getProperty("corpora.dir", "no-corpora"), "path-cases.json");
        if (!Files.exists(file)) {
            String skipped = "skipped: " + file.getFileName() + " stands beside the project, and is absent here";
            return List.of(DynamicTest.dynamicTest(skipped, () -> Assumptions.abort(skipped)));
        }
        JsonNode cases = JsonMapper.builder().build().readTree(Files.readString(file)).get("cases");
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode one : cases) {
            String target = one.get("raw_path").stringValue();
            String expected = one.get("expected").stringValue();
            tests.add(DynamicTest.dynamicTest(one.get("id").stringValue() + " " + expected,
                    () -> check(target, expected)));
        }
        assertThat(tests).as("the corpus is the whole one").hasSizeGreaterThan(500);
        return tests;
    }

    private static void check(String target, String expected) {
        PathReading reading = PathGrammar.read(target.getBytes(StandardCharsets.UTF_8));
        switch (expected) {
            case "REJECT_400", "REJECT_400_OR_SAME_DECISION", "REJECT_400_OR_ORIGIN_FORM",
                    "REJECT_400_OR_PASS_VERBATIM" ->
                assertThat(reading).as(target).isInstanceOf(PathReading.Refused.class);
            case "PASS_VERBATIM", "PASS_VERBATIM_SAME_POLICY", "NO_MATCH_DENY", "REJECT_414_OR_400_IF_OVER_LIMIT" ->
                assertThat(reading).isInstanceOf(CanonicalPath.class).hasToString(target);
            case "NO_MATCH_OR_SAME_DECISION" -> {
                assertThat(reading).isInstanceOf(CanonicalPath.class).hasToString(target);
                assertThat(segments(target)).isEqualTo(segments(withoutTrailingSlash(target)));
            }
            default -> throw new AssertionError("the corpus expects something new: " + expected);
        }
    }

    private static List<String> segments(String target) {
        return PathGrammar.read(target) instanceof CanonicalPath path ? path.segments() : List.of("refused");
    }

    private static String withoutTrailingSlash(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        assertThat(path).endsWith("/");
        return path.substring(0, path.length() - 1) + (query < 0 ? "" : target.substring(query));
    }
}
