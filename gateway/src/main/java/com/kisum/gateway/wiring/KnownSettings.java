package com.kisum.gateway.wiring;

import com.kisum.policy.file.Suggestion;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** Which settings are there? Those that {@link GatewaySettings} has a component for: a list of them by hand would be out of date. */
final class KnownSettings {
    static final String PREFIX = "gateway";

    private KnownSettings() {}

    /** What is said of a key that is none of them, with the nearest that is. */
    static String unknown(String key) {
        String within = PREFIX;
        Class<?> settings = GatewaySettings.class;
        String[] parts = key.split("\\.", -1);
        for (int i = 1; i < parts.length; i++) {
            Optional<RecordComponent> named = named(settings, parts[i]);
            if (named.isEmpty() || !named.get().getType().isRecord()) {
                return named.isPresent()
                        ? "%s is no setting: %s.%s is one, and has no parts".formatted(key, within, parts[i])
                        : "%s is no setting; in %s, %s".formatted(key, within,
                                Suggestion.among(parts[i], names(settings)));
            }
            within = within + "." + dashed(named.get());
            settings = named.get().getType();
        }
        return "%s is no setting; it has parts: %s".formatted(key, String.join(", ", names(settings)));
    }

    private static Optional<RecordComponent> named(Class<?> settings, String part) {
        return Arrays.stream(settings.getRecordComponents())
                .filter(component -> plain(component.getName()).equals(plain(part))).findFirst();
    }

    /** Spring takes {@code one-header} and {@code oneHeader} for the same. */
    private static String plain(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static List<String> names(Class<?> settings) {
        return Arrays.stream(settings.getRecordComponents()).map(KnownSettings::dashed).toList();
    }

    private static String dashed(RecordComponent component) {
        return DataObjectPropertyName.toDashedForm(component.getName());
    }
}
