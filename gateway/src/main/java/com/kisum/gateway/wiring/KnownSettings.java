package com.kisum.gateway.wiring;

import com.kisum.policy.file.Suggestion;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** Which settings are there? Those that {@link GatewaySettings} has a component for: a list of them by hand would be out of date. */
final class KnownSettings {
    static final String PREFIX = "gateway";
    private static final Pattern INDEX = Pattern.compile("[0-9]+");
    private static final List<Setting> SETTINGS = within(PREFIX, GatewaySettings.class).toList();

    private KnownSettings() {}

    /**
     * One thing that can be said.
     *
     * @param key as in a file
     */
    record Setting(String key, RecordComponent component) {
        /** How it is written in the environment. */
        String variable() {
            return key.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
        }

        /** Spring takes this for the same: an underscore for each hyphen, and not for some of them. */
        private String otherVariable() {
            return key.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
        }

        /** Whether there are names behind its own: those of its entries. */
        boolean isMap() {
            return Map.class.isAssignableFrom(component.getType());
        }

        private boolean isSaidBy(String variable) {
            return isSaidBy(variable, variable()) || isSaidBy(variable, otherVariable());
        }

        private boolean isSaidBy(String variable, String name) {
            if (variable.equals(name)) {
                return true;
            }
            String rest = variable.startsWith(name + "_") ? variable.substring(name.length() + 1) : "";
            return !rest.isEmpty() && (isMap()
                    || (List.class.isAssignableFrom(component.getType()) && INDEX.matcher(rest).matches()));
        }
    }

    static List<Setting> all() {
        return SETTINGS;
    }

    private static Stream<Setting> within(String prefix, Class<?> settings) {
        return Arrays.stream(settings.getRecordComponents()).flatMap(component -> {
            String key = prefix + "." + dashed(component);
            return component.getType().isRecord()
                    ? within(key, component.getType())
                    : Stream.of(new Setting(key, component));
        });
    }

    /** How each is written in the environment. */
    static List<String> variables() {
        return SETTINGS.stream().map(Setting::variable).toList();
    }

    /** Whether a variable of this name says something. To Spring, neither its letters' case nor a hyphen in it make a difference. */
    static boolean isVariable(String name) {
        String plain = name.replace("-", "").toUpperCase(Locale.ROOT);
        return SETTINGS.stream().anyMatch(setting -> setting.isSaidBy(plain));
    }

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
