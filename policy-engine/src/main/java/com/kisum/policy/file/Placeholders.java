package com.kisum.policy.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code ${NAME:default}} in the values of {@code backends}, after parsing, so that a value can never change
 * what the file's structure is. What a variable holds is not looked at for more placeholders.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?\\}");

    private final Environment environment;
    private final Diagnostics diagnostics;

    Placeholders(Environment environment, Diagnostics diagnostics) {
        this.environment = environment;
        this.diagnostics = diagnostics;
    }

    /** A backend with every value replaced, however deep; null, or left out of its map or list, where that failed. */
    @Nullable
    YamlNode replaceIn(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> replace(scalar);
            case YamlNode.Listing listing -> new YamlNode.Listing(listing.position(),
                    listing.items().stream().map(this::replaceIn).filter(Objects::nonNull).toList());
            case YamlNode.Mapping mapping -> {
                Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
                mapping.entries().forEach((key, entry) -> {
                    YamlNode value = replaceIn(entry.value());
                    if (value != null) {
                        entries.put(key, new YamlNode.Entry(entry.keyPosition(), value));
                    }
                });
                yield new YamlNode.Mapping(mapping.position(), entries);
            }
        };
    }

    private YamlNode.@Nullable Scalar replace(YamlNode.Scalar scalar) {
        if (!scalar.text().contains("${")) {
            return scalar;
        }
        StringBuilder replaced = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(scalar.text());
        boolean complete = true;
        int end = 0;
        while (matcher.find()) {
            replaced.append(scalar.text(), end, matcher.start());
            end = matcher.end();
            String value = environment.valueOf(matcher.group(1));
            if (value == null) {
                value = matcher.group(2);
            }
            if (value == null) {
                complete = false;
                diagnostics.add(scalar.positionAt(matcher.start()), DiagnosticCode.UNSET_VARIABLE,
                        "environment variable " + matcher.group(1) + " is not set",
                        "set it, or give a default: ${" + matcher.group(1) + ":value}");
            } else {
                replaced.append(value);
            }
        }
        String rest = scalar.text().substring(end);
        if (rest.contains("${")) {
            diagnostics.add(scalar.positionAt(end + rest.indexOf("${")), DiagnosticCode.BAD_PLACEHOLDER,
                    "'${' begins a placeholder that is not one", "write ${NAME} or ${NAME:default}");
            return null;
        }
        String text = replaced.append(rest).toString();
        return complete
                ? new YamlNode.Scalar(scalar.position(), text, YamlReader.typeOf(text, true), scalar.plain())
                : null;
    }
}
