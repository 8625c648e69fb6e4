package com.kisum.policy.reference;

import com.kisum.policy.route.Match;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.PathTemplate;
import com.kisum.policy.route.PathTemplate.Literal;
import com.kisum.policy.route.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** "Matching" of section 5, word by word: try every match, then sort by precedence. */
final class SlowMatching {
    private static final List<Method> SEVEN = List.of(Method.GET, Method.HEAD, Method.POST, Method.PUT, Method.PATCH,
            Method.DELETE, Method.OPTIONS);

    record Candidate(Route route, Match match) {}

    private SlowMatching() {}

    static List<String> segments(String target) {
        String path = target.split("\\?", 2)[0];
        List<String> segments = new ArrayList<>(Arrays.asList(path.substring(1).split("/", -1)));
        if (segments.getLast().isEmpty()) { // the root, or one trailing slash
            segments.removeLast();
        }
        return segments;
    }

    /** Null when no route takes it, and when nothing may be served there. */
    static @Nullable Candidate winner(List<Route> routes, Method method, List<String> path) {
        if (beginsInternal(path)) {
            return null;
        }
        Candidate best = best(routes, method, path);
        return best == null || beginsInternal(sent(best, path)) ? null : best;
    }

    /** Whether a route takes method and path, though nothing may be served there. */
    static boolean isInternal(List<Route> routes, Method method, List<String> path) {
        return beginsInternal(path)
                || (best(routes, method, path) != null && winner(routes, method, path) == null);
    }

    static Set<Method> allowed(List<Route> routes, List<String> path) {
        Set<Method> allowed = new TreeSet<>();
        for (Method method : SEVEN) {
            if (winner(routes, method, path) != null) {
                allowed.add(method);
            }
        }
        return allowed;
    }

    private static @Nullable Candidate best(List<Route> routes, Method method, List<String> path) {
        List<Candidate> candidates = new ArrayList<>();
        for (Route route : routes) {
            for (Match match : route.matches()) {
                if (takesPath(match.template(), path) && takesMethod(routes, match, method)) {
                    candidates.add(new Candidate(route, match));
                }
            }
        }
        candidates.sort((one, other) -> precedence(one.match(), other.match()));
        if (candidates.size() > 1 && precedence(candidates.get(0).match(), candidates.get(1).match()) == 0) {
            throw new IllegalStateException("two equal matches should not have compiled: " + candidates);
        }
        return candidates.isEmpty() ? null : candidates.getFirst();
    }

    static boolean takesPath(PathTemplate template, List<String> path) {
        List<PathTemplate.Segment> segments = template.segments();
        if (path.size() < segments.size() || (path.size() > segments.size() && !template.rest())) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i) instanceof Literal literal && !literal.text().equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean takesMethod(List<Route> routes, Match match, Method method) {
        if (match.any()) {
            return SEVEN.contains(method);
        }
        boolean headByGet = method == Method.HEAD && match.methods().contains(Method.GET)
                && routes.stream().flatMap(route -> route.matches().stream()).noneMatch(other -> !other.any()
                        && other.methods().contains(Method.HEAD) && shape(other).equals(shape(match)));
        return match.methods().contains(method) || headByGet;
    }

    /** Whether two matches may not stand in one table. */
    static boolean equal(Match one, Match other) {
        if (!shape(one).equals(shape(other)) || one.any() != other.any()) {
            return false;
        }
        return one.any() || one.methods().stream().anyMatch(other.methods()::contains);
    }

    static String shape(Match match) {
        StringBuilder shape = new StringBuilder();
        for (PathTemplate.Segment segment : match.template().segments()) {
            shape.append('/').append(segment instanceof Literal literal ? literal.text() : "*");
        }
        return shape.append(match.template().rest() ? "/**" : "$").toString();
    }

    static int precedence(Match one, Match other) {
        int longest = Math.max(one.template().segments().size(), other.template().segments().size());
        for (int i = 0; i <= longest; i++) {
            int difference = rank(one.template(), i) - rank(other.template(), i);
            if (difference != 0) {
                return difference;
            }
        }
        return Boolean.compare(one.any(), other.any());
    }

    /** Literal, then variable, then end of template, then the rest. */
    private static int rank(PathTemplate template, int at) {
        if (at < template.segments().size()) {
            return template.segments().get(at) instanceof Literal ? 1 : 2;
        }
        return template.rest() ? 4 : 3;
    }

    private static List<String> sent(Candidate candidate, List<String> path) {
        int stripped = candidate.route().options().stripPrefix();
        return path.subList(Math.min(stripped, path.size()), path.size());
    }

    private static boolean beginsInternal(List<String> path) {
        return !path.isEmpty() && path.getFirst().equals("internal");
    }
}
