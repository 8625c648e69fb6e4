package com.kisum.policyctl;

import com.kisum.policy.Caller;
import com.kisum.policy.PolicyEngine;
import com.kisum.policy.file.Suggestion;
import com.kisum.policy.route.Method;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.cli.Options;

/** {@code explain}: why may, or may not, this member do that, and who would have to change what? */
final class ExplainCommand implements Subcommand {
    private static final String TESTS = "tests";
    private static final String AS = "as";

    @Override
    public String synopsis() {
        return "--tests FILE --as MEMBER [--format pretty|json] METHOD PATH";
    }

    @Override
    public String description() {
        return "Shows the decision on one request, every step to it, and who can change it.";
    }

    @Override
    public Options options() {
        return Arguments.noOptions().addOption(Arguments.valued(TESTS, "FILE", "the routes-test.yml with the member"))
                .addOption(Arguments.valued(AS, "MEMBER", "a member of that file, or anonymous, newcomer, outsider"))
                .addOption(Arguments.format(ExplanationReport.Format.class));
    }

    @Override
    public int fewest() {
        return 2;
    }

    @Override
    public int most() {
        return 2;
    }

    @Override
    public int run(Arguments arguments, PrintWriter out, PrintWriter err) {
        ExplanationReport.Format format = arguments.format(ExplanationReport.Format.class,
                ExplanationReport.Format.PRETTY);
        Path tests = arguments.requiredPath(TESTS);
        String member = arguments.required(AS);
        PolicySources.TestedPolicy policy = PolicySources.tests(tests);
        Map<String, Caller> callers = policy.tests().callers();
        Caller caller = callers.get(member);
        if (caller == null) {
            throw new Stop(Exit.WRONG_USAGE,
                    tests + " has no member '" + member + "': " + Suggestion.among(member, callers.keySet()));
        }
        String method = arguments.text(0);
        String target = arguments.text(1);
        PolicyEngine.Explanation explanation = new PolicyEngine(policy.table()).explain(Method.of(method),
                target.getBytes(StandardCharsets.UTF_8), caller);
        new ExplanationReport(member, method + " " + target, explanation).print(format, out);
        return Exit.OK;
    }
}
