package com.kisum.policyctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The command line as an operator meets it: what it prints, and what it exits with. */
class PolicyctlTest {
    private static final String ROUTES = """
            version: 1
            modules:
              promoter: { type: base, permissions: [promoter.events.read] }
              finance:  { type: addon, permissions: [finance.expenses.read, finance.expenses.write] }
            backends:
              all: { url: "http://127.0.0.1:8092" }
            routes:
              - { id: health, match: GET /health, backend: all, access: public }
              - { id: read, match: "GET /expenses/{id}", backend: all, require: { permission: finance.expenses.read } }
            """;
    private static final String TESTS = """
            routes: routes.yml
            members:
              clerk: { company: { base: promoter, addons: [finance] }, grants: { modules: [finance], permissions: [finance.*] } }
              guest: { company: { base: promoter, addons: [finance] }, grants: { modules: [finance] } }
            tests:
              - { name: a clerk reads, as: clerk, request: GET /expenses/7, expect: allow, route: read }
              - { name: "a guest, \\"<&>\\" \\u0001, does not", as: guest, request: GET /expenses/7, expect: PERMISSION_MISSING }
            """;

    @TempDir
    Path folder = Path.of("");

    private Path routes = Path.of("");
    private Path tests = Path.of("");
    private String out = "";
    private String err = "";

    @BeforeEach
    void writeFiles() throws IOException {
        routes = Files.writeString(folder.resolve("routes.yml"), ROUTES);
        tests = Files.writeString(folder.resolve("routes-test.yml"), TESTS);
    }

    private int run(Object... arguments) {
        String[] args = new String[arguments.length];
        for (int i = 0; i < args.length; i++) {
            args[i] = arguments[i].toString();
        }
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        int exit = new Policyctl(new PrintWriter(printed), new PrintWriter(complained)).run(args);
        out = printed.toString();
        err = complained.toString();
        assertThat(out + err).doesNotContain("\tat ");
        return exit;
    }

    private Path edited(String from, String to) throws IOException {
        assertThat(ROUTES).contains(from);
        return Files.writeString(folder.resolve("edited.yml"), ROUTES.replace(from, to));
    }

    @Test
    void lintIsContentWithAGoodFile() {
        assertThat(run("lint", routes)).isEqualTo(Exit.OK);
        assertThat(out).isEqualToIgnoringNewLines("0 errors, 0 warnings");
    }

    @Test
    void lintBeginsEachMistakeWithItsPlaceAndCode() throws IOException {
        Path bad = edited("permission: finance.expenses.read }", "permission: finance.expense.read }");
        assertThat(run("lint", bad)).isEqualTo(Exit.DOES_NOT_COMPILE);
        assertThat(out.lines().findFirst()).hasValueSatisfying(
                line -> assertThat(line).startsWith(bad + ":9:83: UNKNOWN_PERMISSION "));
        assertThat(out).contains("did you mean 'finance.expenses.read'?", "1 error, 0 warnings");
    }

    @Test
    void lintAnnotatesLinesForGithub() throws IOException {
        Path bad = edited("access: public", "access: publc");
        assertThat(run("lint", "--format", "github", bad)).isEqualTo(Exit.DOES_NOT_COMPILE);
        assertThat(out).startsWith("::error file=" + bad + ",line=8,col=").contains(",title=BAD_VALUE::", "%0A");
        assertThat(out.lines()).hasSize(1);
    }

    @Test
    void lintWritesJson() throws IOException {
        Path bad = edited("access: public", "access: publc");
        assertThat(run("lint", "--format=json", bad)).isEqualTo(Exit.DOES_NOT_COMPILE);
        assertThat(out).contains("\"errors\" : 1", "\"code\" : \"BAD_VALUE\"", "\"line\" : 8",
                "\"severity\" : \"error\"");
    }

    @Test
    void strictLintMindsWarnings() throws IOException {
        Path warned = edited(", permissions: [promoter.events.read]", "");
        assertThat(run("lint", warned)).isEqualTo(Exit.OK);
        assertThat(run("lint", "--strict", warned)).isEqualTo(Exit.DOES_NOT_COMPILE);
        assertThat(out).contains("UNCATALOGUED_MODULE");
    }

    @Test
    void everyCommandRefusesAFileThatDoesNotCompile() throws IOException {
        Path bad = edited("version: 1", "version: 2");
        Path badTests = Files.writeString(folder.resolve("bad-test.yml"), TESTS.replace("routes.yml", "edited.yml"));
        assertThat(run("routes", bad)).isEqualTo(Exit.DOES_NOT_COMPILE);
        assertThat(run("diff", routes, bad)).isEqualTo(Exit.DOES_NOT_COMPILE);
        assertThat(run("test", badTests)).isEqualTo(Exit.DOES_NOT_COMPILE);
        assertThat(run("explain", "--tests", badTests, "--as", "clerk", "GET", "/")).isEqualTo(Exit.DOES_NOT_COMPILE);
        assertThat(err).contains("BAD_VERSION");
    }

    @Test
    void wrongUsageAndMissingFilesExitTwo() {
        assertThat(run()).isEqualTo(Exit.WRONG_USAGE);
        assertThat(run("lin", routes)).isEqualTo(Exit.WRONG_USAGE);
        assertThat(run("lint")).isEqualTo(Exit.WRONG_USAGE);
        assertThat(run("lint", "--format", "xml", routes)).isEqualTo(Exit.WRONG_USAGE);
        assertThat(run("lint", folder.resolve("nowhere.yml"))).isEqualTo(Exit.WRONG_USAGE);
        assertThat(err).contains("there is no file");
        assertThat(run("lint", folder)).isEqualTo(Exit.WRONG_USAGE);
        assertThat(run("explain", "--tests", tests, "--as", "clrk", "GET", "/")).isEqualTo(Exit.WRONG_USAGE);
        assertThat(err).contains("did you mean 'clerk'?");
    }

    @Test
    void testPassesAndReportsCoverage() {
        assertThat(run("test", tests)).isEqualTo(Exit.OK);
        assertThat(out).contains("2 passed, 0 failed", "tests reach 1 of 2 routes and 1 of 1 requirement",
                "no test reaches route health");
    }

    @Test
    void testExplainsAFailure() throws IOException {
        Files.writeString(tests, TESTS.replace("expect: allow", "expect: PERMISSION_MISSING"));
        assertThat(run("test", tests)).isEqualTo(Exit.TESTS_FAILED);
        assertThat(out).contains(tests + ":6:5: FAILED a clerk reads",
                "expected PERMISSION_MISSING, got allow: route read decided", "1 passed, 1 failed");
    }

    @Test
    void testWritesXmlThatCiSystemsRead() throws IOException, ParserConfigurationException, SAXException {
        Files.writeString(tests, TESTS.replace("route: read", "route: health"));
        assertThat(run("test", "--format", "junit", tests)).isEqualTo(Exit.TESTS_FAILED);
        Document xml = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(out)));
        Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(2);
        assertThat(((Element) xml.getElementsByTagName("failure").item(0)).getAttribute("message"))
                .contains("not by route health");
    }

    @Test
    void aTestFileThatCannotBeRunIsAnErrorInTheXml() throws IOException {
        Files.writeString(tests, TESTS.replace("as: clerk", "as: clrk"));
        assertThat(run("test", "--format", "junit", tests)).isEqualTo(Exit.DOES_NOT_COMPILE);
        assertThat(out).contains("errors=\"1\"", "UNKNOWN_MEMBER");
        assertThat(err).contains("UNKNOWN_MEMBER");
    }

    @Test
    void testWritesJson() {
        assertThat(run("test", "--format", "json", tests)).isEqualTo(Exit.OK);
        assertThat(out).contains("\"passed\" : 2", "\"routesNotReached\" : [ \"health\" ]", "\"actual\" : \"allow\"");
    }

    @Test
    void explainAnswersWhyAndWhoCanChangeIt() {
        assertThat(run("explain", "--tests", tests, "--as", "guest", "GET", "/expenses/7")).isEqualTo(Exit.OK);
        assertThat(out).contains("Door:", "Route: read answers", "DENY PERMISSION_MISSING",
                "grant the member the permission finance.expenses.read");
        assertThat(run("explain", "--tests", tests, "--as", "clerk", "GET", "/expenses//7")).isEqualTo(Exit.OK);
        assertThat(out).contains("DENY REQUEST_AMBIGUOUS");
        assertThat(run("explain", "--tests", tests, "--as", "clerk", "--format", "json", "GET", "/expenses/7"))
                .isEqualTo(Exit.OK);
        assertThat(out).contains("\"decision\" : \"allow\"", "\"route\" : \"read\"");
    }

    @Test
    void diffOfAReorderedFileIsNothing() throws IOException {
        String[] lines = ROUTES.stripTrailing().split("\n", -1);
        String last = lines[lines.length - 1];
        lines[lines.length - 1] = lines[lines.length - 2];
        lines[lines.length - 2] = last;
        Path reordered = Files.writeString(folder.resolve("reordered.yml"), String.join("\n", lines));
        assertThat(run("diff", "--fail-on-change", "--fail-on-open", routes, reordered)).isEqualTo(Exit.OK);
        assertThat(out).contains("nothing changes for any request");
    }

    @Test
    void diffSaysForWhomARouteOpensAndFailsWhenTold() throws IOException {
        Path opened = edited("require: { permission: finance.expenses.read }", "require: { module: finance }");
        assertThat(run("diff", routes, opened)).isEqualTo(Exit.OK);
        assertThat(out).startsWith("opens: ").contains("GET", "/expenses/{id}", "gains: ", "module finance");
        assertThat(run("diff", "--fail-on-open", routes, opened)).isEqualTo(Exit.CHANGED);
        assertThat(run("diff", "--fail-on-open", opened, routes)).isEqualTo(Exit.OK);
        assertThat(run("diff", "--fail-on-change", opened, routes)).isEqualTo(Exit.CHANGED);
    }

    @Test
    void routesPrintsTheEffectiveTableMostSpecificFirst() throws IOException {
        Path more = edited("  - { id: health",
                "  - { id: all, match: ANY /**, backend: all, access: member }\n  - { id: health");
        assertThat(run("routes", more)).isEqualTo(Exit.OK);
        assertThat(out.lines().skip(1).limit(3).map(line -> line.split(" +", -1)[2])).containsExactly("read", "health",
                "all");
        assertThat(run("routes", "--format", "json", more)).isEqualTo(Exit.OK);
        assertThat(out).contains("\"path\" : \"/expenses/{id}\"", "\"require\" : \"permission finance.expenses.read\"");
    }

    @Test
    void schemaPrintsBothSchemas() {
        assertThat(run("schema", "routes")).isEqualTo(Exit.OK);
        assertThat(out).contains("http://json-schema.org/draft-07/schema#");
        assertThat(run("schema", "tests")).isEqualTo(Exit.OK);
        assertThat(run("schema", "other")).isEqualTo(Exit.WRONG_USAGE);
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(run("--help")).isEqualTo(Exit.OK);
        assertThat(out).contains("lint", "test", "explain", "diff", "routes", "schema", "Exit codes:");
    }
}
