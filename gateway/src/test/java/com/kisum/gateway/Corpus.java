package com.kisum.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What did other projects write down? Their cases stand beside the project; where they are absent, the tests say so. */
final class Corpus {
    /** One case, on the wire. */
    interface Trial {
        void of(JsonNode one) throws IOException, InterruptedException;
    }

    private Corpus() {}

    static List<DynamicTest> tests(String name, int atLeast, Predicate<JsonNode> which, Trial trial)
            throws IOException {
        Path file = Path.of(System.getProperty("corpora.dir", "no-corpora"), name);
        if (!Files.exists(file)) {
            String skipped = "skipped: " + name + " stands beside the project, and is absent here";
            return List.of(DynamicTest.dynamicTest(skipped, () -> Assumptions.abort(skipped)));
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode one : JsonMapper.shared().readTree(Files.readString(file)).get("cases")) {
            if (which.test(one)) {
                tests.add(DynamicTest.dynamicTest(one.get("id").stringValue(), () -> trial.of(one)));
            }
        }
        if (tests.size() < atLeast) {
            throw new AssertionError("the corpus " + name + " is not the whole one: " + tests.size());
        }
        return tests;
    }
}
