package com.kisum.policyctl;

import com.kisum.policy.test.Coverage;
import com.kisum.policy.test.Expectation;
import com.kisum.policy.test.TestResult;
import com.kisum.policy.words.StepWords;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import tools.jackson.core.JsonGenerator;

/** Prints what came of tests: for people, for programs, or as the XML that CI systems know from JUnit. */
final class TestReport {
    private final Map<Path, List<TestResult>> results;
    private final Map<Path, Stop> stops;
    private final Map<Path, Coverage> coverage;
    private final PrintWriter out;

    /** How to print. */
    enum Format {
        PRETTY, JSON, JUNIT
    }

    /**
     * @param results by test file
     * @param stops why a test file could not be run; a report that left it out would look like success
     * @param coverage by routes.yml
     */
    TestReport(Map<Path, List<TestResult>> results, Map<Path, Stop> stops, Map<Path, Coverage> coverage,
            PrintWriter out) {
        this.results = results;
        this.stops = stops;
        this.coverage = coverage;
        this.out = out;
    }

    void print(Format format) {
        switch (format) {
            case PRETTY -> printPretty();
            case JSON -> Json.write(out, this::writeJson);
            case JUNIT -> printJunit();
        }
    }

    private void printPretty() {
        results.values().stream().flatMap(List::stream).filter(result -> !result.passed()).forEach(result -> {
            out.println(result.test().position() + ": FAILED " + result.test().name());
            out.println("    " + request(result) + " as " + result.test().as() + ": " + result.failure());
            StepWords.of(result.explanation().steps()).forEach(line -> out.println("      " + line));
        });
        coverage.forEach(this::printCoverage);
        long failed = results.values().stream().flatMap(List::stream).filter(result -> !result.passed()).count();
        long all = results.values().stream().mapToLong(List::size).sum();
        out.println((all - failed) + " passed, " + failed + " failed"
                + (stops.isEmpty() ? "" : ", " + Counted.of(stops.size(), "file") + " could not be run"));
    }

    private void printCoverage(Path policy, Coverage covered) {
        out.println(policy + ": tests reach " + covered.reachedRoutes() + " of " + Counted.of(covered.routes(), "route")
                + " and " + covered.reachedRequirements() + " of " + Counted.of(covered.requirements(), "requirement"));
        covered.unreachedRoutes().forEach(route -> out.println("    no test reaches route " + route.id() + " ("
                + route.position() + ")"));
        covered.unreached().forEach((route, requirements) -> {
            if (!covered.unreachedRoutes().contains(route)) {
                out.println(
                        "    no test would miss " + String.join(", ", requirements) + " on route " + route.id() + " ("
                                + route.position() + ")");
            }
        });
    }

    private void writeJson(JsonGenerator json) {
        json.writeStartObject();
        json.writeArrayPropertyStart("files");
        results.forEach((file, tests) -> {
            json.writeStartObject();
            json.writeStringProperty("file", file.toString());
            json.writeNumberProperty("passed", tests.stream().filter(TestResult::passed).count());
            json.writeNumberProperty("failed", tests.stream().filter(result -> !result.passed()).count());
            json.writeArrayPropertyStart("tests");
            tests.forEach(result -> writeTest(json, result));
            json.writeEndArray();
            json.writeEndObject();
        });
        stops.forEach((file, stop) -> {
            json.writeStartObject();
            json.writeStringProperty("file", file.toString());
            json.writeStringProperty("error", String.valueOf(stop.getMessage()));
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeArrayPropertyStart("coverage");
        coverage.forEach((policy, covered) -> writeCoverage(json, policy, covered));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeTest(JsonGenerator json, TestResult result) {
        json.writeStartObject();
        json.writeStringProperty("name", result.test().name());
        json.writeNumberProperty("line", result.test().position().line());
        json.writeBooleanProperty("passed", result.passed());
        json.writeStringProperty("as", result.test().as());
        json.writeStringProperty("request", request(result));
        json.writeStringProperty("expected", result.test().expected().toString());
        json.writeStringProperty("actual", Expectation.of(result.explanation().decision()).toString());
        if (result.explanation().route() != null) {
            json.writeStringProperty("route", result.explanation().route().id().value());
        }
        String failure = result.failure();
        if (failure != null) {
            json.writeStringProperty("failure", failure);
        }
        json.writeEndObject();
    }

    private static void writeCoverage(JsonGenerator json, Path policy, Coverage covered) {
        json.writeStartObject();
        json.writeStringProperty("routesFile", policy.toString());
        json.writeNumberProperty("routes", covered.routes());
        json.writeNumberProperty("routesReached", covered.reachedRoutes());
        json.writeArrayPropertyStart("routesNotReached");
        covered.unreachedRoutes().forEach(route -> json.writeString(route.id().value()));
        json.writeEndArray();
        json.writeNumberProperty("requirements", covered.requirements());
        json.writeNumberProperty("requirementsReached", covered.reachedRequirements());
        json.writeArrayPropertyStart("requirementsNotReached");
        covered.unreached().forEach((route, requirements) -> requirements.forEach(requirement -> {
            json.writeStartObject();
            json.writeStringProperty("route", route.id().value());
            json.writeStringProperty("requirement", requirement);
            json.writeEndObject();
        }));
        json.writeEndArray();
        json.writeEndObject();
    }

    private void printJunit() {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (Map.Entry<Path, List<TestResult>> file : results.entrySet()) {
                writeSuite(xml, file.getKey(), file.getValue());
            }
            for (Map.Entry<Path, Stop> stop : stops.entrySet()) {
                writeError(xml, stop.getKey(), String.valueOf(stop.getValue().getMessage()));
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.flush();
            out.println();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("the report could not be written", e);
        }
    }

    private static void writeSuite(XMLStreamWriter xml, Path file, List<TestResult> tests) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", file.toString());
        xml.writeAttribute("tests", String.valueOf(tests.size()));
        xml.writeAttribute("failures", String.valueOf(tests.stream().filter(result -> !result.passed()).count()));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute("time", "0");
        for (TestResult result : tests) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", file.toString());
            xml.writeAttribute("name", visible(result.test().name()));
            xml.writeAttribute("file", file.toString());
            xml.writeAttribute("line", String.valueOf(result.test().position().line()));
            xml.writeAttribute("time", "0");
            String failure = result.failure();
            if (failure != null) {
                xml.writeStartElement("failure");
                xml.writeAttribute("type", "decision");
                xml.writeAttribute("message", visible(failure));
                xml.writeCharacters(visible(request(result) + " as " + result.test().as() + "\n"
                        + String.join("\n", StepWords.of(result.explanation().steps()))));
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void writeError(XMLStreamWriter xml, Path file, String message) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", file.toString());
        xml.writeAttribute("tests", "1");
        xml.writeAttribute("failures", "0");
        xml.writeAttribute("errors", "1");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", file.toString());
        xml.writeAttribute("name", "the file can be run");
        xml.writeStartElement("error");
        xml.writeAttribute("message", visible(message.lines().findFirst().orElse("")));
        xml.writeCharacters(visible(message));
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    }

    /** XML 1.0 has no place for control characters, not even escaped; a test of the door may well contain some. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean allowed = c == '\n' || c == '\t' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD)
                    || c >= 0x10000;
            visible.appendCodePoint(allowed ? c : 0xFFFD);
        });
        return visible.toString();
    }

    private static String request(TestResult result) {
        return result.test().requestText();
    }
}
