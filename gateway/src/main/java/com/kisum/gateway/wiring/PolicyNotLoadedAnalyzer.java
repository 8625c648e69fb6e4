package com.kisum.gateway.wiring;

import com.kisum.gateway.route.PolicyNotLoaded;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Why did the gateway not start? With a bad routes.yml: for what {@code policyctl lint} would say, not for a stack trace. */
class PolicyNotLoadedAnalyzer extends AbstractFailureAnalyzer<PolicyNotLoaded> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PolicyNotLoaded cause) {
        return new FailureAnalysis("The route policy cannot be used.\n\n" + cause.getMessage(),
                "Correct what is named above; `policyctl lint` checks the file without a gateway.", cause);
    }
}
