package com.kisum.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.kisum.policy.route.RouteTable;
import com.kisum.policy.test.PolicyTestFile;
import java.nio.charset.StandardCharsets;

/**
 * Does the reader of routes.yml keep its promises on any bytes at all? In {@code mvn verify} on the inputs beside this
 * class; with {@code JAZZER_FUZZ=1} Jazzer looks for others.
 */
class YamlFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void keepsItsPromises(byte[] file) {
        PolicyFile.Outcome outcome = PolicyFile.compile("routes.yml", file, Environment.EMPTY);
        int lines = 1 + (int) new String(file, StandardCharsets.UTF_8).lines().count();
        for (Diagnostic diagnostic : outcome.diagnostics()) {
            assertThat(diagnostic.position().line()).as(diagnostic.toString()).isBetween(1, lines);
            assertThat(diagnostic.position().column()).as(diagnostic.toString()).isPositive();
            assertThat(diagnostic.problem()).isNotBlank();
            assertThat(diagnostic.advice()).isNotBlank();
        }
        switch (outcome) {
            case PolicyFile.Compiled compiled -> {
                assertThat(compiled.diagnostics()).allMatch(Diagnostic::isWarning);
                readAsTests(file, compiled.table());
            }
            case PolicyFile.Rejected rejected ->
                assertThat(rejected.diagnostics()).anyMatch(found -> !found.isWarning());
        }
        assertThat(PolicyFile.compile("routes.yml", file, Environment.EMPTY).diagnostics())
                .isEqualTo(outcome.diagnostics());
    }

    /** No routes.yml is a test file, and saying so must not fail either. */
    private static void readAsTests(byte[] file, RouteTable table) {
        PolicyTestFile tests = PolicyTestFile.read("routes-test.yml", file);
        tests.under(table);
        assertThat(tests.hasErrors()).isTrue();
    }
}
