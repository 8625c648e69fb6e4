package com.kisum.policy.test;

import com.kisum.policy.PolicyEngine;
import com.kisum.policy.route.Route;
import org.jspecify.annotations.Nullable;

/** What came of a test: the verdict of the policy, whatever the route's mode makes of it. */
public record TestResult(PolicyTest test, PolicyEngine.Explanation explanation) {
    public boolean passed() {
        return failure() == null;
    }

    /** What differs from what the test says; null when nothing does. */
    public @Nullable String failure() {
        if (!test.expected().isMetBy(explanation.decision())) {
            return "expected " + test.expected() + ", got " + Expectation.of(explanation.decision()) + decidedBy();
        }
        Route route = explanation.route();
        if (test.route() != null && (route == null || !route.id().equals(test.route()))) {
            return test.expected() + " as expected, but not by route " + test.route() + decidedBy();
        }
        return null;
    }

    private String decidedBy() {
        Route route = explanation.route();
        return route == null ? ": no route decided" : ": route " + route.id() + " decided";
    }
}
