package com.kisum.policy.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are meant to hurt are refused with a diagnostic; each of these would otherwise take memory or minutes. */
class HostileFileTest {
    @Test
    void refusesAnAliasBomb() {
        StringBuilder bomb = new StringBuilder("version: 1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("a").append(i).append(": &a").append(i).append(" [")
                    .append(String.join(", ",
                            List.of(alias, alias, alias, alias, alias, alias, alias, alias, alias, alias)))
                    .append("]\n");
        }
        assertThat(codes(bomb.toString())).contains(DiagnosticCode.ALIAS_BOMB);
    }

    @Test
    void refusesAnAliasToItself() {
        assertThat(codes("version: 1\nroutes: &r [ *r ]\n")).contains(DiagnosticCode.YAML_SYNTAX);
    }

    @Test
    void refusesDeepNesting() {
        assertThat(codes("version: 1\nroutes: " + "[".repeat(100_000) + "]".repeat(100_000)))
                .contains(DiagnosticCode.TOO_DEEP);
        assertThat(codes("version: 1\nroutes: " + "{a: ".repeat(50_000) + "}".repeat(50_000)))
                .contains(DiagnosticCode.TOO_DEEP);
    }

    @Test
    void refusesEnormousScalars() {
        assertThat(codes("version: 1\nroutes: []\nmodules: " + "x".repeat(1 << 20)))
                .contains(DiagnosticCode.SCALAR_TOO_LONG);
        assertThat(codes("version: 1\n? " + "x".repeat(1 << 20) + "\n: 1\n")).contains(DiagnosticCode.SCALAR_TOO_LONG);
    }

    /** Where it is hard to say where a value ends; in time that grows with the file, and not with its square. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "'x", "#", " ", "{x: y, ", "GET /{", "- {a: b}\n"})
    void readsOneEndlessLineInNoTime(String part) {
        String file = "version: 1\nroutes: " + part.repeat(4_000_000 / part.length());
        assertTimeout(Duration.ofSeconds(5), () -> assertThat(codes(file)).isNotEmpty());
    }

    @Test
    void refusesAnEnormousFile() {
        byte[] file = new byte[YamlFile.MAX_BYTES + 1];
        assertThat(PolicyFile.compile("routes.yml", file, Environment.EMPTY).diagnostics())
                .extracting(Diagnostic::code).containsExactly(DiagnosticCode.FILE_TOO_LARGE);
    }

    @Test
    void refusesWhatIsNotText() {
        byte[] latin = "version: 1\nroutes: [ caf\u00e9 ]".getBytes(StandardCharsets.ISO_8859_1);
        List<Diagnostic> diagnostics = PolicyFile.compile("routes.yml", latin, Environment.EMPTY).diagnostics();
        assertThat(diagnostics).extracting(Diagnostic::code).containsExactly(DiagnosticCode.NOT_UTF8);
        assertThat(diagnostics.getFirst().position().line()).isEqualTo(2);
        assertThat(codes("version: 1\u0000\n")).contains(DiagnosticCode.YAML_SYNTAX);
        assertThat(codes("")).containsExactly(DiagnosticCode.EMPTY_FILE);
        assertThat(codes("# nothing\n")).containsExactly(DiagnosticCode.EMPTY_FILE);
    }

    @Test
    void refusesTagsAndSecondDocuments() {
        assertThat(codes("version: !!java.net.URL 1\nroutes: []\n")).contains(DiagnosticCode.YAML_FEATURE);
        assertThat(codes("version: 1\nroutes: []\n---\nversion: 1\n")).contains(DiagnosticCode.MULTIPLE_DOCUMENTS);
    }

    @Test
    void givesUpOnAFileThatIsBrokenThroughout() {
        assertThat(codes("version: 1\nroutes:\n" + "  - { id: a, match: [\n".repeat(20_000)))
                .contains(DiagnosticCode.YAML_SYNTAX);
    }

    @Test
    void readsALongTemplateThatIsNotQuoted() {
        assertThat(codes("version: 1\nroutes:\n  - { id: a, match: GET /{x}/" + "a".repeat(30_000) + " }\n"))
                .contains(DiagnosticCode.UNQUOTED_TEMPLATE, DiagnosticCode.BAD_TEMPLATE);
        assertThat(codes("version: 1\nroutes:\n  - { id: a, match: " + "GET|".repeat(10_000) + "GET /{x} }\n"))
                .contains(DiagnosticCode.UNQUOTED_TEMPLATE);
    }

    @Test
    void refusesARequirementThatAliasesBlowUp() {
        assertThat(codes("""
                version: 1
                modules: { m: { type: addon, permissions: [m.a.b] } }
                backends: { b: { url: "http://b:1" } }
                routes:
                  - { id: a, match: GET /a, backend: b, require: { allOf: [ &p { module: m }%s ] } }
                """.formatted(", *p".repeat(300)))).containsExactly(DiagnosticCode.REQUIREMENT_TOO_LARGE);
    }

    @Test
    void takesNoCharacterForAMendingThatWasNotMade() {
        assertThat(codes("version: 1\nroutes: [ \"\\uE002\" ]\n")).containsExactly(DiagnosticCode.WRONG_TYPE);
        assertThat(codes("version: 1\nbackends: { b: { url: \"http://b:1\" } }\nroutes:\n"
                + "  - { id: a, match: \"GET /\\uE000x\\uE001\", backend: b, access: public }\n"))
                .containsExactly(DiagnosticCode.BAD_TEMPLATE);
    }

    @Test
    void showsNothingThatSpeaksToATerminal() {
        String file = "version: 1\nroutes:\n  - { id: \"x\\nroutes.yml:1:1: FAKE\\e[31m\" }\n";
        assertThat(PolicyFile.compile("routes.yml", file.getBytes(StandardCharsets.UTF_8), Environment.EMPTY)
                .diagnostics()).allSatisfy(found -> assertThat(found.problem()).doesNotContain("\n", "\u001b"));
    }

    @Test
    void keepsAnchorsThatHelp() {
        String file = """
                version: 1
                backends: { b: { url: "http://b:1" } }
                modules: { finance: { type: addon, permissions: [finance.expenses.read] } }
                routes:
                  - { id: a, match: GET /a, backend: b, require: &read { permission: finance.expenses.read } }
                  - { id: b, match: GET /b, backend: b, require: *read }
                """;
        assertThat(codes(file)).isEmpty();
    }

    private static List<DiagnosticCode> codes(String file) {
        return PolicyFile.compile("routes.yml", file.getBytes(StandardCharsets.UTF_8), Environment.EMPTY).diagnostics()
                .stream().map(Diagnostic::code).toList();
    }
}
