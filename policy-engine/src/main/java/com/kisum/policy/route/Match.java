package com.kisum.policy.route;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One line of a route's {@code match}: methods and a template.
 *
 * @param any whether it was written {@code ANY}: then a match of the same shape that names the method wins
 * @param template with the group's prefix
 */
public record Match(Set<Method> methods, boolean any, PathTemplate template, SourcePosition position) {
    public Match {
        if (methods.isEmpty() || methods.contains(Method.OTHER)) {
            throw new IllegalArgumentException("a match takes one or more of the usual methods");
        }
        methods = Collections.unmodifiableSet(EnumSet.copyOf(methods));
    }

    public static Match any(PathTemplate template, SourcePosition position) {
        return new Match(Method.USUAL, true, template, position);
    }

    public String methodsText() {
        return any ? "ANY" : methods.stream().map(Method::name).collect(Collectors.joining("|"));
    }

    @Override
    public String toString() {
        return methodsText() + " " + template;
    }
}
