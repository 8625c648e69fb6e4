package com.kisum.policy.file;

import com.kisum.policy.route.Match;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.PathTemplate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code match}: methods joined by {@code |}, or {@code ANY}; then a path template. */
final class MatchReader {
    private static final List<String> METHODS = methodNames();

    private final Diagnostics diagnostics;

    MatchReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** A route's matches under its group's prefix, without those that are wrong. */
    List<Match> read(YamlNode node, List<PathTemplate.Segment> prefix) {
        List<YamlNode> lines = node instanceof YamlNode.Listing listing ? listing.items() : List.of(node);
        if (lines.isEmpty()) {
            diagnostics.add(node.position(), DiagnosticCode.EMPTY_LIST,
                    "'match' is empty: nothing would reach the route",
                    "write a method and a path, as in GET /things/{id}");
        }
        List<Match> matches = new ArrayList<>();
        for (YamlNode line : lines) {
            YamlNode.Scalar text = Fields.text(line, "match", diagnostics);
            Match match = text == null ? null : readLine(text, prefix);
            if (match != null) {
                matches.add(match);
            }
        }
        return matches;
    }

    private @Nullable Match readLine(YamlNode.Scalar text, List<PathTemplate.Segment> prefix) {
        String line = text.text();
        int space = line.indexOf(' ');
        if (space < 0 || line.length() == space + 1) {
            String advice = line.startsWith("/") ? "write the method before it: GET " + line : "as in GET /things/{id}";
            diagnostics.add(text.position(), DiagnosticCode.BAD_MATCH, "'" + line + "' is not a method and a path",
                    advice);
            return null;
        }
        Set<Method> methods = readMethods(text, line.substring(0, space));
        PathTemplate template = readTemplate(text, space + 1);
        if (methods == null || template == null) {
            return null;
        }
        PathTemplate whole = template.under(prefix);
        return methods.isEmpty()
                ? Match.any(whole, text.position())
                : new Match(methods, false, whole, text.position());
    }

    /** The methods; none for ANY. */
    private @Nullable Set<Method> readMethods(YamlNode.Scalar text, String written) {
        Set<Method> methods = EnumSet.noneOf(Method.class);
        boolean valid = true;
        for (String name : written.split("\\|", -1)) {
            if (name.equals("ANY") && written.equals("ANY")) {
                continue;
            }
            if (!METHODS.contains(name)) {
                valid = false;
                String advice = name.equals("ANY")
                        ? "ANY stands alone: it takes every method"
                        : diagnostics.suggest(name, METHODS);
                diagnostics.add(text.position(), DiagnosticCode.BAD_MATCH, "'" + name + "' is no method a route takes",
                        advice);
            } else if (!methods.add(Method.valueOf(name))) {
                diagnostics.add(text.position(), DiagnosticCode.DUPLICATE_METHOD, "'" + name + "' is named twice",
                        "name it once");
            }
        }
        return valid ? methods : null;
    }

    private @Nullable PathTemplate readTemplate(YamlNode.Scalar text, int offset) {
        return switch (PathTemplate.parse(text.text().substring(offset))) {
            case PathTemplate.Valid valid -> valid.template();
            case PathTemplate.Invalid invalid -> {
                diagnostics.add(text.positionAt(offset + invalid.offset()), DiagnosticCode.BAD_TEMPLATE,
                        invalid.problem(), invalid.advice());
                yield null;
            }
        };
    }

    /** A group's prefix as segments; none when it is absent or wrong. */
    List<PathTemplate.Segment> readPrefix(Fields group) {
        YamlNode.Scalar text = group.text("prefix");
        if (text == null) {
            return List.of();
        }
        switch (PathTemplate.parse(text.text())) {
            case PathTemplate.Valid valid -> {
                PathTemplate prefix = valid.template();
                if (!prefix.rest() && prefix.leadingLiterals() == prefix.segments().size()) {
                    return prefix.segments();
                }
                diagnostics.add(text.position(), DiagnosticCode.BAD_PREFIX,
                        "a prefix is literal: '" + text.text() + "'",
                        "write the variable part in each match of the group");
            }
            case PathTemplate.Invalid invalid -> diagnostics.add(text.positionAt(invalid.offset()),
                    DiagnosticCode.BAD_PREFIX, invalid.problem(), invalid.advice());
        }
        return List.of();
    }

    private static List<String> methodNames() {
        return Method.USUAL.stream().map(Method::name).toList();
    }
}
