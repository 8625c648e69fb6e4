package com.kisum.policy.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.path.CanonicalPath;
import com.kisum.policy.path.PathGrammar;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Does the template parser keep its promises on any text at all? In {@code mvn verify} on the inputs beside this class;
 * with {@code JAZZER_FUZZ=1} Jazzer looks for others.
 */
class PathTemplateFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void keepsItsPromises(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        switch (PathTemplate.parse(text)) {
            case PathTemplate.Valid valid -> {
                assertThat(valid.template()).as("nothing is lost").hasToString(text);
                assertThat(PathTemplate.parse(valid.template().toString())).isEqualTo(valid);
                assertTakesItsOwnExample(valid.template());
            }
            case PathTemplate.Invalid invalid -> {
                assertThat(invalid.offset()).isBetween(0, text.length());
                assertThat(invalid.problem()).isNotBlank();
                assertThat(invalid.advice()).isNotBlank();
            }
        }
    }

    /** A template that compiles can be reached by a request that the door lets through. */
    private static void assertTakesItsOwnExample(PathTemplate template) {
        StringBuilder example = new StringBuilder();
        for (PathTemplate.Segment segment : template.segments()) {
            example.append('/').append(segment instanceof PathTemplate.Literal literal ? literal.text() : "x");
        }
        String target = example.isEmpty() ? "/" : example.toString();
        assertThat(PathGrammar.read(target)).as(target).isInstanceOf(CanonicalPath.class);
        Route route = RouteBuilder.route("r", "GET " + template).build();
        boolean internal = target.equals("/internal") || target.startsWith("/internal/");
        Lookup found = RouteBuilder.table(ModuleCatalog.EMPTY, List.of(route)).find(Method.GET,
                RouteBuilder.path(target));
        assertThat(found instanceof Lookup.Found).as(target).isNotEqualTo(internal);
    }
}
