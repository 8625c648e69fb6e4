package com.kisum.policy.file;

import com.kisum.policy.route.SourcePosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One map of a file, read by people who know which keys belong there. Every accessor answers with the value, or with
 * null after it said what is wrong.
 */
public final class Fields {
    private final YamlNode.Mapping node;
    private final String what;
    private final Diagnostics diagnostics;

    private Fields(YamlNode.Mapping node, String what, Diagnostics diagnostics) {
        this.node = node;
        this.what = what;
        this.diagnostics = diagnostics;
    }

    /**
     * Takes a node for a map, and says which of its keys do not belong.
     *
     * @param what the thing the map describes, as in "a route"
     * @return null when it is no map
     */
    public static @Nullable Fields of(YamlNode node, String what, Set<String> allowed, Diagnostics diagnostics) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            wrongType(node, what + " must be a map, { key: value }", diagnostics);
            return null;
        }
        mapping.entries().forEach((key, entry) -> {
            if (!allowed.contains(key)) {
                diagnostics.add(entry.keyPosition(), DiagnosticCode.UNKNOWN_KEY, what + " has no key '" + key + "'",
                        diagnostics.suggest(key, allowed));
            }
        });
        return new Fields(mapping, what, diagnostics);
    }

    /** A map whose keys are names that someone chose. */
    public static Map<String, YamlNode.Entry> named(@Nullable YamlNode node, String what, Diagnostics diagnostics) {
        if (node == null) {
            return Map.of();
        }
        if (node instanceof YamlNode.Mapping mapping) {
            return mapping.entries();
        }
        wrongType(node, what, diagnostics);
        return Map.of();
    }

    /** The same map without the keys that do not belong. */
    Fields only(Set<String> allowed) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>(node.entries());
        entries.keySet().retainAll(allowed);
        return new Fields(new YamlNode.Mapping(node.position(), entries), what, diagnostics);
    }

    public SourcePosition position() {
        return node.position();
    }

    public boolean has(String key) {
        return node.entries().containsKey(key);
    }

    public @Nullable YamlNode get(String key) {
        YamlNode.Entry entry = node.entries().get(key);
        return entry == null ? null : entry.value();
    }

    public SourcePosition keyPosition(String key) {
        YamlNode.Entry entry = node.entries().get(key);
        return entry == null ? node.position() : entry.keyPosition();
    }

    public @Nullable YamlNode required(String key, String advice) {
        YamlNode value = get(key);
        if (value == null) {
            diagnostics.add(node.position(), DiagnosticCode.MISSING_KEY, what + " needs '" + key + "'", advice);
        }
        return value;
    }

    /** Text that is not empty; null when absent or wrong. */
    public YamlNode.@Nullable Scalar text(String key) {
        YamlNode value = get(key);
        return value == null ? null : text(value, key, diagnostics);
    }

    public YamlNode.@Nullable Scalar requiredText(String key, String advice) {
        YamlNode value = required(key, advice);
        return value == null ? null : text(value, key, diagnostics);
    }

    public static YamlNode.@Nullable Scalar text(YamlNode node, String what, Diagnostics diagnostics) {
        if (node instanceof YamlNode.Scalar scalar && scalar.type() == YamlNode.Type.TEXT) {
            if (!scalar.text().isEmpty()) {
                return scalar;
            }
            diagnostics.add(node.position(), DiagnosticCode.WRONG_TYPE, "'" + what + "' is empty", "write its text");
            return null;
        }
        String advice = node instanceof YamlNode.Scalar scalar && scalar.type() != YamlNode.Type.NULL
                ? "write \"" + scalar.text() + "\", with the quotes, if that is what you mean"
                : "write text";
        diagnostics.add(node.position(), DiagnosticCode.WRONG_TYPE,
                "'" + what + "' must be text, but is " + node.kind(),
                advice);
        return null;
    }

    /** The items of a list; empty when absent or wrong. */
    public List<YamlNode> list(String key) {
        YamlNode value = get(key);
        return value == null ? List.of() : list(value, "'" + key + "' must be a list, [ … ]", diagnostics);
    }

    public static List<YamlNode> list(YamlNode node, String expected, Diagnostics diagnostics) {
        if (node instanceof YamlNode.Listing listing) {
            return listing.items();
        }
        wrongType(node, expected, diagnostics);
        return List.of();
    }

    /** The texts of a list. */
    public List<YamlNode.Scalar> texts(String key) {
        List<YamlNode.Scalar> texts = new ArrayList<>();
        for (YamlNode item : list(key)) {
            YamlNode.Scalar text = text(item, key, diagnostics);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    public static void wrongType(YamlNode node, String expected, Diagnostics diagnostics) {
        diagnostics.add(node.position(), DiagnosticCode.WRONG_TYPE, expected + ", but this is " + node.kind(),
                "write it so, or remove it");
    }

    static Set<String> keys(String... keys) {
        return Set.copyOf(Arrays.asList(keys));
    }
}
