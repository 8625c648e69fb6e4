package com.kisum.policy.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.PolicyEngine;
import com.kisum.policy.file.Diagnostic;
import com.kisum.policy.file.Environment;
import com.kisum.policy.file.PolicyFile;
import com.kisum.policy.route.RouteTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The decision tables that product people read, under {@code decisions/}: each line of them is a test. */
class DecisionTableTest {
    private static final List<String> TABLES = List.of("subscriptions-test.yml", "grants-test.yml");

    @TestFactory
    Stream<DynamicTest> decidesAsTheTablesSay() throws IOException {
        RouteTable table = routes();
        Stream.Builder<DynamicTest> tests = Stream.builder();
        for (String name : TABLES) {
            for (TestResult result : tests(name, table).run(new PolicyEngine(table))) {
                tests.add(DynamicTest.dynamicTest(name + ": " + result.test().name(),
                        () -> assertThat(result.failure()).as(result.test().requestText()).isNull()));
            }
        }
        return tests.build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"subscriptions-test.yml", "grants-test.yml"})
    void everyTableCompiles(String name) throws IOException {
        PolicyTestFile file = PolicyTestFile.read(name, resource(name));
        file.under(routes());
        assertThat(file.diagnostics()).filteredOn(diagnostic -> !diagnostic.isWarning()).isEmpty();
    }

    private static PolicyTests tests(String name, RouteTable table) throws IOException {
        return PolicyTestFile.read(name, resource(name)).under(table);
    }

    private static RouteTable routes() throws IOException {
        PolicyFile.Outcome outcome = PolicyFile.compile("routes.yml", resource("routes.yml"), Environment.EMPTY);
        assertThat(outcome.diagnostics()).extracting(Diagnostic::toString).isEmpty();
        return ((PolicyFile.Compiled) outcome).table();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = DecisionTableTest.class.getResourceAsStream("/decisions/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
