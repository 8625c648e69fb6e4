package com.kisum.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.BodyLimit;
import com.kisum.policy.route.GracePolicy;
import com.kisum.policy.route.Mode;
import com.kisum.policy.route.OnOutage;
import com.kisum.policy.route.RateLimit;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteId;
import com.kisum.policy.route.RouteTable;
import com.kisum.policy.route.Timeout;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PolicyFileTest {
    private static final String HEAD = """
            version: 1
            modules:
              promoter: { type: base, aliases: [basic], permissions: [promoter.events.read] }
              finance:  { type: addon, permissions: [finance.expenses.read, finance.expenses.write] }
            backends:
              b: { url: "http://127.0.0.1:8092" }
            """;

    @Test
    void everyOptionIsRead() {
        Route route = only("""
                routes:
                  - id: r
                    match: GET /a/b/{id}
                    backend: b
                    require: { module: finance }
                    mode: shadow
                    onOutage: stale 60s
                    grace: read
                    timeout: 250ms
                    maxBody: 3GB
                    websocket: true
                    stripPrefix: 2
                    rateLimit: 20/m per company
                    description: what it is for
                    owner: team-finance
                """);
        assertThat(route.options().mode()).isEqualTo(Mode.SHADOW);
        assertThat(route.options().onOutage()).isEqualTo(new OnOutage.Stale(Duration.ofSeconds(60)));
        assertThat(route.options().grace()).isEqualTo(GracePolicy.READ);
        assertThat(route.options().timeout()).isEqualTo(new Timeout.After(Duration.ofMillis(250)));
        assertThat(route.options().maxBody()).isEqualTo(new BodyLimit.Bytes(3L << 30));
        assertThat(route.options().webSocket()).isTrue();
        assertThat(route.options().stripPrefix()).isEqualTo(2);
        assertThat(route.options().rateLimit())
                .isEqualTo(new RateLimit.Limited(20, Duration.ofMinutes(1), RateLimit.Scope.COMPANY));
        assertThat(route.description()).isEqualTo("what it is for");
        assertThat(route.owner()).isEqualTo("team-finance");
        assertThat(route.access()).isEqualTo(AccessLevel.MEMBER);
    }

    @Test
    void whatNobodySaysIsBuiltIn() {
        Route route = only("routes: [ { id: r, match: GET /a, backend: b, access: member } ]");
        assertThat(route.options().mode()).isEqualTo(Mode.ENFORCE);
        assertThat(route.options().onOutage()).isEqualTo(new OnOutage.Deny());
        assertThat(route.options().grace()).isEqualTo(GracePolicy.DENY);
        assertThat(route.options().timeout()).isEqualTo(new Timeout.After(Duration.ofSeconds(10)));
        assertThat(route.options().maxBody()).isEqualTo(new BodyLimit.Bytes(10L << 20));
        assertThat(route.options().webSocket()).isFalse();
        assertThat(route.options().stripPrefix()).isZero();
        assertThat(route.options().rateLimit()).isEqualTo(new RateLimit.None());
        assertThat(route.requirement()).isNull();
    }

    @Test
    void theNearestStatementWins() {
        RouteTable table = compiled("""
                version: 1
                backends:
                  said:   { url: "http://a:1", timeout: 2s, grace: read }
                  silent: { url: "http://a:2" }
                defaults: { timeout: 1s, maxBody: unlimited }
                routes:
                  - group: g
                    backend: said
                    timeout: 3s
                    access: member
                    routes:
                      - { id: own, match: GET /own, timeout: 4s }
                      - { id: group, match: GET /group }
                  - { id: backend, match: GET /backend, backend: said, access: public }
                  - { id: defaults, match: GET /defaults, backend: silent, access: public }
                """);
        assertThat(timeout(table, "g.own")).isEqualTo(new Timeout.After(Duration.ofSeconds(4)));
        assertThat(timeout(table, "g.group")).isEqualTo(new Timeout.After(Duration.ofSeconds(3)));
        assertThat(timeout(table, "backend")).isEqualTo(new Timeout.After(Duration.ofSeconds(2)));
        assertThat(timeout(table, "defaults")).isEqualTo(new Timeout.After(Duration.ofSeconds(1)));
        assertThat(route(table, "g.own").options().grace()).isEqualTo(GracePolicy.READ);
        assertThat(route(table, "defaults").options().maxBody()).isEqualTo(new BodyLimit.Unlimited());
    }

    @Test
    void requirementsAddUpFromOutsideIn() {
        Route route = only("""
                routes:
                  - group: g
                    prefix: /g
                    backend: b
                    require: { module: finance }
                    routes:
                      - { id: r, match: GET /, require: { permission: basic.events.read } }
                """);
        assertThat(route.requirement()).isEqualTo(new Requirement.AllOf(List.of(
                new Requirement.NeedsModule(new ModuleKey("finance")),
                new Requirement.NeedsPermission(new PermissionKey("promoter.events.read")))));
        assertThat(route.matches().getFirst()).hasToString("GET /g");
    }

    @Test
    void placeholdersAreReplacedInBackendsAfterParsing() {
        String file = """
                version: 1
                backends:
                  b: { url: "http://${HOST}:${PORT:80}", timeout: "${T:7s}", websocket: "${W:true}" }
                routes: [ { id: r, match: GET /a, backend: b, access: public } ]
                """;
        Route route = route(compiled(file, Map.of("HOST", "finance", "PORT", "8080")), "r");
        assertThat(route.backend().url()).isEqualTo(URI.create("http://finance:8080"));
        assertThat(route.options().timeout()).isEqualTo(new Timeout.After(Duration.ofSeconds(7)));
        assertThat(route.options().webSocket()).isTrue();
        assertThat(codes(file, Map.of())).containsExactly(DiagnosticCode.UNSET_VARIABLE);
        assertThat(codes(file, Map.of("HOST", "h }, evil: { url: \"http://x\"")))
                .containsExactly(DiagnosticCode.BAD_URL);
    }

    @Test
    void theOrderOfTheFileMeansNothing() {
        String a = "  - { id: a, match: \"GET /x/{id}\", backend: b, access: public }\n";
        String b = "  - { id: b, match: GET /x/y, backend: b, access: public }\n";
        RouteTable one = compiled(HEAD + "routes:\n" + a + b);
        RouteTable other = compiled(HEAD + "routes:\n" + b + a);
        assertThat(one.matches()).extracting(entry -> entry.owner().id().value()).containsExactly("b", "a");
        assertThat(other.matches()).extracting(entry -> entry.owner().id().value()).containsExactly("b", "a");
    }

    @Test
    void theRevisionIsTheFilesDigest() {
        RouteTable table = compiled("version: 1\nroutes: []\n");
        assertThat(table.revision().digits()).isEqualTo("9f844a7b3efa");
    }

    @Test
    void aMistakePointsAtItsPlaceAndSaysWhatToWrite() {
        List<Diagnostic> diagnostics = diagnostics(HEAD + """
                routes:
                  - { id: r, match: GET /a, backend: b, require: { permission: finance.expense.read } }
                """);
        assertThat(diagnostics).hasSize(1);
        Diagnostic mistake = diagnostics.getFirst();
        assertThat(mistake.toString()).startsWith("routes.yml:8:64: UNKNOWN_PERMISSION ");
        assertThat(mistake.advice()).isEqualTo("did you mean 'finance.expenses.read'?");
    }

    @Test
    void anAmbiguityShowsARequestAndBothPlaces() {
        List<Diagnostic> diagnostics = diagnostics(HEAD + """
                routes:
                  - { id: one, match: "GET|PUT /a/{id}/b", backend: b, access: public }
                  - { id: two, match: GET /a/*/b, backend: b, access: public }
                """);
        assertThat(diagnostics).extracting(Diagnostic::code).containsExactly(DiagnosticCode.AMBIGUOUS_ROUTES);
        assertThat(diagnostics.getFirst().position().line()).isEqualTo(9);
        assertThat(diagnostics.getFirst().problem()).contains("routes.yml:8:23", "GET /a/x/b", "'one'", "'two'");
    }

    @Test
    void aMistakeInOneRouteDoesNotHideThoseInAnother() {
        List<DiagnosticCode> codes = codes(HEAD + """
                routes:
                  - { id: a, match: GET /a/{id}, backend: b, access: public }
                  - { id: b, match: GET /b, backend: c, access: public
                  - { id: c, match: GTE /c, backend: b, acess: public }
                   - { id: broken }
                  - { id: d, match: GET /internal/d, backend: b, access: open }
                  - { id: e, match: "GET /a/{other}", backend: b, require: { module: finanse } }
                """, Map.of());
        assertThat(codes).contains(DiagnosticCode.UNQUOTED_TEMPLATE, DiagnosticCode.YAML_SYNTAX,
                DiagnosticCode.BAD_MATCH, DiagnosticCode.UNKNOWN_KEY, DiagnosticCode.INTERNAL_PATH,
                DiagnosticCode.BAD_VALUE, DiagnosticCode.UNKNOWN_MODULE, DiagnosticCode.AMBIGUOUS_ROUTES);
    }

    @Test
    void aBrokenLineAfterABlockListDoesNotHideTheNextRoute() {
        assertThat(codes(HEAD + """
                routes:
                  - id: a
                    match:
                      - GET /a
                    access: member
                    backend: b: c
                  - { id: BAD, backend: nope, match: GET /b }
                """, Map.of())).containsExactly(DiagnosticCode.YAML_SYNTAX, DiagnosticCode.ACCESS_MISSING,
                DiagnosticCode.BAD_ID, DiagnosticCode.UNKNOWN_BACKEND);
    }

    @Test
    void aQuoteThatNeverClosesIsReportedWhereItOpens() {
        List<Diagnostic> diagnostics = diagnostics(HEAD + """
                routes:
                  - id: a
                    match: "GET /a
                    access: member
                  - { id: BAD, backend: b, access: member, match: GET /b }
                """);
        assertThat(diagnostics).extracting(Diagnostic::code).containsExactly(DiagnosticCode.YAML_SYNTAX,
                DiagnosticCode.BAD_ID);
        assertThat(diagnostics.getFirst().position().line()).isEqualTo(9);
    }

    @Test
    void accessInDefaultsIsRefusedAndNotInherited() {
        assertThat(codes(HEAD + """
                defaults: { access: public }
                routes:
                  - { id: silent, match: GET /a, backend: b }
                  - { id: asking, match: GET /b, backend: b, require: { module: finance } }
                """, Map.of())).containsExactly(DiagnosticCode.UNKNOWN_KEY, DiagnosticCode.ACCESS_MISSING);
    }

    @Test
    void aFallbackThatAsksForLessIsWarnedOf() {
        List<Diagnostic> diagnostics = diagnostics(HEAD + """
                routes:
                  - { id: all, match: ANY /f/**, backend: b, require: { module: finance } }
                  - { id: read, match: GET /f/expenses, backend: b, require: { permission: finance.expenses.read } }
                  - { id: open, match: GET /f/open, backend: b, access: public }
                """);
        assertThat(diagnostics).extracting(Diagnostic::code).containsExactly(DiagnosticCode.WEAKER_FALLBACK);
        assertThat(diagnostics.getFirst().problem()).contains("'GET /f/expenses' of 'read'").doesNotContain("/f/open");
        assertThat(diagnostics.getFirst().position().line()).isEqualTo(8);
    }

    private static Timeout timeout(RouteTable table, String id) {
        return route(table, id).options().timeout();
    }

    private static Route route(RouteTable table, String id) {
        return Objects.requireNonNull(table.find(new RouteId(id)), id);
    }

    private static Route only(String routes) {
        return compiled(HEAD + routes).routes().getFirst();
    }

    private static RouteTable compiled(String file) {
        return compiled(file, Map.of());
    }

    private static RouteTable compiled(String file, Map<String, String> environment) {
        PolicyFile.Outcome outcome = compile(file, environment);
        assertThat(outcome)
                .as(() -> String.join("\n", outcome.diagnostics().stream().map(Diagnostic::toString).toList()))
                .isInstanceOf(PolicyFile.Compiled.class);
        return ((PolicyFile.Compiled) outcome).table();
    }

    private static List<Diagnostic> diagnostics(String file) {
        return compile(file, Map.of()).diagnostics();
    }

    private static List<DiagnosticCode> codes(String file, Map<String, String> environment) {
        return compile(file, environment).diagnostics().stream().map(Diagnostic::code).toList();
    }

    private static PolicyFile.Outcome compile(String file, Map<String, String> environment) {
        return PolicyFile.compile("routes.yml", file.getBytes(StandardCharsets.UTF_8), environment::get);
    }
}
