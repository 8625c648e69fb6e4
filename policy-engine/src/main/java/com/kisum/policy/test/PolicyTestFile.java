package com.kisum.policy.test;

import com.kisum.policy.Caller;
import com.kisum.policy.DenyCode;
import com.kisum.policy.file.Diagnostic;
import com.kisum.policy.file.DiagnosticCode;
import com.kisum.policy.file.Diagnostics;
import com.kisum.policy.file.Fields;
import com.kisum.policy.file.YamlFile;
import com.kisum.policy.file.YamlNode;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteId;
import com.kisum.policy.route.RouteTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A routes-test.yml. Read in two steps, because it names the routes.yml that it tests: first where that is, then, with
 * its catalog and routes at hand, who the members are and what the tests say.
 */
public final class PolicyTestFile {
    private static final Set<String> TOP = Set.of("routes", "members", "tests");
    private static final Set<String> TEST = Set.of("name", "as", "request", "expect", "route");
    private static final Pattern REQUEST = Pattern.compile("[A-Z]+ \\S.*", Pattern.DOTALL);

    private final Diagnostics diagnostics = new Diagnostics();
    private final @Nullable Fields top;
    private final YamlNode.@Nullable Scalar routes;

    private PolicyTestFile(String name, byte[] content) {
        YamlNode root = YamlFile.read(name, content, diagnostics);
        top = root == null ? null : Fields.of(root, "a test file", TOP, diagnostics);
        routes = top == null ? null : top.requiredText("routes", "write routes: and the path of routes.yml from here");
    }

    public static PolicyTestFile read(String name, byte[] content) {
        return new PolicyTestFile(name, content);
    }

    /** The path of the routes.yml, relative to this file; null when it is missing. */
    public @Nullable String routes() {
        return routes == null ? null : routes.text();
    }

    /** What was found so far, in the order of the file. */
    public List<Diagnostic> diagnostics() {
        return diagnostics.all();
    }

    public boolean hasErrors() {
        return diagnostics.hasErrors();
    }

    /** The members and tests. Complete only when there are no errors afterwards. */
    public PolicyTests under(RouteTable table) {
        if (top == null) {
            return new PolicyTests(Map.of(), List.of());
        }
        Map<String, Caller> callers = new MemberReader(table.vocabulary(), diagnostics).read(top.get("members"));
        List<PolicyTest> tests = new ArrayList<>();
        top.required("tests", "write tests: and a list of { name, as, request, expect }");
        for (YamlNode item : top.list("tests")) {
            Fields fields = Fields.of(item, "a test", TEST, diagnostics);
            PolicyTest test = fields == null ? null : readTest(fields, callers, table);
            if (test != null) {
                tests.add(test);
            }
        }
        return new PolicyTests(callers, tests);
    }

    private @Nullable PolicyTest readTest(Fields fields, Map<String, Caller> callers, RouteTable table) {
        YamlNode.Scalar name = fields.requiredText("name", "say in words what it shows");
        YamlNode.Scalar as = fields.requiredText("as", "write as: and a member, anonymous, newcomer or outsider");
        YamlNode.Scalar request = fields.requiredText("request",
                "write a method and a path: GET /api/finance/expenses/7");
        YamlNode.Scalar expect = fields.requiredText("expect", "write expect: allow, or the code it is denied with");
        Caller caller = as == null ? null : readCaller(as, callers);
        Expectation expected = expect == null ? null : readExpectation(expect);
        RouteId route = readRoute(fields, table);
        if (request != null && !REQUEST.matcher(request.text()).matches()) {
            diagnostics.add(request.position(), DiagnosticCode.BAD_REQUEST,
                    "'" + request.text() + "' is not a method and a path", "as in GET /api/finance/expenses/7");
            return null;
        }
        if (name == null || as == null || request == null || caller == null || expected == null) {
            return null;
        }
        int space = request.text().indexOf(' ');
        return new PolicyTest(name.text(), as.text(), caller, request.text(),
                Method.of(request.text().substring(0, space)), request.text().substring(space + 1), expected, route,
                fields.position());
    }

    private @Nullable Caller readCaller(YamlNode.Scalar as, Map<String, Caller> callers) {
        Caller caller = callers.get(as.text());
        if (caller == null) {
            diagnostics.add(as.position(), DiagnosticCode.UNKNOWN_MEMBER, "there is no member '" + as.text() + "'",
                    diagnostics.suggest(as.text(), callers.keySet()));
        }
        return caller;
    }

    private @Nullable Expectation readExpectation(YamlNode.Scalar expect) {
        Map<String, Expectation> known = new LinkedHashMap<>();
        known.put(Expectation.ALLOW, new Expectation(null));
        for (DenyCode code : Expectation.TESTABLE) {
            known.put(code.name(), new Expectation(code));
        }
        Expectation expectation = known.get(expect.text());
        if (expectation == null) {
            diagnostics.add(expect.position(), DiagnosticCode.BAD_VALUE,
                    "'" + expect.text() + "' is nothing that a test can expect",
                    diagnostics.suggest(expect.text(), known.keySet()));
        }
        return expectation;
    }

    private @Nullable RouteId readRoute(Fields fields, RouteTable table) {
        YamlNode.Scalar text = fields.text("route");
        if (text == null) {
            return null;
        }
        List<String> ids = table.routes().stream().map(Route::id).map(RouteId::value).toList();
        if (!RouteId.accepts(text.text())) {
            diagnostics.add(text.position(), DiagnosticCode.BAD_ID, "'" + text.text() + "' is no route id",
                    diagnostics.suggest(text.text(), ids));
            return null;
        }
        if (table.find(new RouteId(text.text())) == null) {
            diagnostics.add(text.position(), DiagnosticCode.UNKNOWN_ROUTE, "there is no route '" + text.text() + "'",
                    diagnostics.suggest(text.text(), ids));
            return null;
        }
        return new RouteId(text.text());
    }
}
