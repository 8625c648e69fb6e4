package com.kisum.gateway.wiring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Why did the gateway not start? With a setting that cannot work: for that setting, not for a stack trace. */
class SettingMistakeAnalyzer extends AbstractFailureAnalyzer<SettingMistake> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SettingMistake cause) {
        return new FailureAnalysis("A setting cannot be used.\n\n" + cause.getMessage(),
                "Correct the setting; the README lists them all under \"Run it for real\".", cause);
    }
}
