package com.kisum.gateway.console;

import com.kisum.policy.path.CanonicalPath;
import com.kisum.policy.path.PathGrammar;
import com.kisum.policy.route.Lookup;
import com.kisum.policy.route.Match;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.PathTemplate;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteTable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which path would this match take? What was asked for is not recorded, only the template; and a decision rests on the match alone, so any path
 * that it takes explains it as well.
 */
final class ExamplePath {
    /** For the variables, and for what {@code /**} may end in. Another route may have one of them as a literal. */
    private static final List<String> WORDS = List.of("1", "example", "any-other");

    private ExamplePath() {}

    static @Nullable String of(RouteTable table, Route route, Match match) {
        Method method = match.methods().iterator().next();
        for (String word : WORDS) {
            String filled = match.template().segments().stream()
                    .map(segment -> "/" + (segment instanceof PathTemplate.Literal(String text) ? text : word))
                    .collect(Collectors.joining());
            for (String rest : match.template().rest()
                    ? List.of("", "/" + word, "/" + word + "/" + word)
                    : List.of("")) {
                String path = filled.isEmpty() && rest.isEmpty() ? "/" : filled + rest;
                if (PathGrammar.read(path) instanceof CanonicalPath read
                        && table.find(method, read) instanceof Lookup.Found found && found.route().equals(route)
                        && found.match().equals(match)) {
                    return path;
                }
            }
        }
        return null;
    }
}
