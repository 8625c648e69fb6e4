package com.kisum.policyctl;

import com.kisum.policy.Caller;
import com.kisum.policy.PolicyEngine;
import com.kisum.policy.file.Suggestion;
import com.kisum.policy.route.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain}: why may, or may not, this member do that, and who would have to change what? */
@Command(name = "explain", description = "Shows the decision on one request, every step to it, and who can change it.", mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--tests", required = true, paramLabel = "FILE", description = "the routes-test.yml with the member")
    private Path tests;

    @Option(names = "--as", required = true, paramLabel = "MEMBER", description = "a member of that file, or anonymous, newcomer, outsider")
    private String member;

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES}", defaultValue = "pretty")
    private ExplanationReport.Format format;

    @Parameters(index = "0", paramLabel = "METHOD", description = "as in GET")
    private String method;

    @Parameters(index = "1", paramLabel = "PATH", description = "the request-target as it would be sent")
    private String path;

    @Override
    public Integer call() {
        PolicySources.TestedPolicy policy = PolicySources.tests(tests);
        Map<String, Caller> callers = policy.tests().callers();
        Caller caller = callers.get(member);
        if (caller == null) {
            throw new Stop(Exit.WRONG_USAGE,
                    tests + " has no member '" + member + "': " + Suggestion.among(member, callers.keySet()));
        }
        PolicyEngine.Explanation explanation = new PolicyEngine(policy.table()).explain(Method.of(method),
                path.getBytes(StandardCharsets.UTF_8), caller);
        new ExplanationReport(member, method + " " + path, explanation).print(format, spec.commandLine().getOut());
        return Exit.OK;
    }
}
