package com.kisum.gateway.wiring;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Why did the gateway not start? With a setting that there is not: for that key, and for what may have been meant. */
@Order(Ordered.HIGHEST_PRECEDENCE) // before the frame's own, which tells of its binding
class UnknownSettingAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
        String mistakes = cause.getUnboundProperties().stream().filter(UnknownSettingAnalyzer::isOurs)
                .map(UnknownSettingAnalyzer::mistake).sorted().collect(Collectors.joining("\n"));
        return mistakes.isEmpty()
                ? null
                : new FailureAnalysis("A setting cannot be used.\n\n" + mistakes,
                        "Correct the setting; the README lists them all under \"Run it for real\".", cause);
    }

    private static boolean isOurs(ConfigurationProperty property) {
        return property.getName().toString().startsWith(KnownSettings.PREFIX + ".");
    }

    private static String mistake(ConfigurationProperty property) {
        Origin origin = property.getOrigin();
        return KnownSettings.unknown(property.getName().toString()) + (origin == null ? "" : " (" + origin + ")");
    }
}
