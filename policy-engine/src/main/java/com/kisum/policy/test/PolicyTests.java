package com.kisum.policy.test;

import com.kisum.policy.Caller;
import com.kisum.policy.PolicyEngine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The members and tests of one file, ready to run.
 *
 * @param callers everyone by name, the reserved ones included
 */
public record PolicyTests(Map<String, Caller> callers, List<PolicyTest> tests) {
    public List<TestResult> run(PolicyEngine engine) {
        return tests.stream()
                .map(test -> new TestResult(test,
                        engine.explain(test.method(), test.target().getBytes(StandardCharsets.UTF_8), test.caller())))
                .toList();
    }
}
