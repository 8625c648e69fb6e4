package com.kisum.policyctl;

import com.kisum.policy.file.Diagnostic;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Prints diagnostics for people, for programs, or for a pull request's page. */
final class DiagnosticReport {
    private DiagnosticReport() {}

    /** How to print. */
    enum Format {
        PRETTY, JSON, GITHUB
    }

    static void print(List<Diagnostic> diagnostics, Format format, PrintWriter out) {
        switch (format) {
            case PRETTY -> {
                diagnostics.forEach(out::println);
                out.println(summary(diagnostics));
            }
            case JSON -> Json.write(out, json -> writeJson(json, diagnostics));
            case GITHUB -> diagnostics.forEach(diagnostic -> out.println(annotation(diagnostic)));
        }
    }

    static String summary(List<Diagnostic> diagnostics) {
        long warnings = diagnostics.stream().filter(Diagnostic::isWarning).count();
        return Counted.of(diagnostics.size() - warnings, "error") + ", " + Counted.of(warnings, "warning");
    }

    private static void writeJson(JsonGenerator json, List<Diagnostic> diagnostics) {
        long warnings = diagnostics.stream().filter(Diagnostic::isWarning).count();
        json.writeStartObject();
        json.writeNumberProperty("errors", diagnostics.size() - warnings);
        json.writeNumberProperty("warnings", warnings);
        json.writeArrayPropertyStart("diagnostics");
        for (Diagnostic diagnostic : diagnostics) {
            json.writeStartObject();
            json.writeStringProperty("severity", diagnostic.isWarning() ? "warning" : "error");
            json.writeStringProperty("code", diagnostic.code().name());
            json.writeStringProperty("file", diagnostic.position().file());
            json.writeNumberProperty("line", diagnostic.position().line());
            json.writeNumberProperty("column", diagnostic.position().column());
            json.writeStringProperty("problem", diagnostic.problem());
            json.writeStringProperty("advice", diagnostic.advice());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** A workflow command of GitHub Actions, with its own escapes. */
    private static String annotation(Diagnostic diagnostic) {
        return "::" + (diagnostic.isWarning() ? "warning" : "error") + " file="
                + property(diagnostic.position().file()) + ",line=" + diagnostic.position().line() + ",col="
                + diagnostic.position().column() + ",title=" + diagnostic.code() + "::"
                + message(diagnostic.problem() + "\n" + diagnostic.advice());
    }

    private static String message(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return message(text).replace(":", "%3A").replace(",", "%2C");
    }
}
