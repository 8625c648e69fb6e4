package com.kisum.policy.file;

import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.LeastHoldings;
import com.kisum.policy.route.Match;
import com.kisum.policy.route.PathTemplate;
import com.kisum.policy.route.RateLimit;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.SourcePosition;
import com.kisum.policy.route.TemplateTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Do the parts of a file make sense together? First each route with what it inherits, then routes with each other. */
final class RoutesCheck {
    private static final int NAMED = 3;

    private final Diagnostics diagnostics;
    private final LeastHoldings least = new LeastHoldings();
    private final Map<String, BackendsReader.Declared> backends;

    RoutesCheck(Diagnostics diagnostics, Map<String, BackendsReader.Declared> backends) {
        this.diagnostics = diagnostics;
        this.backends = backends;
    }

    void check(List<RouteDraft> routes) {
        TemplateTree<RouteDraft> tree = new TemplateTree<>();
        for (RouteDraft route : routes) {
            checkAccess(route);
            checkBackend(route);
            checkRateLimit(route);
            checkPaths(route);
            route.matches().forEach(match -> tree.add(match, route));
        }
        tree.ambiguities().forEach(this::reportAmbiguity);
        tree.unreachable().forEach(entry -> diagnostics.add(entry.match().position(), DiagnosticCode.UNREACHABLE_MATCH,
                "'" + entry.match() + "' of " + entry.owner().name()
                        + " never answers: more specific matches take every request that it takes",
                "remove it, or the matches before it that were not meant to cover it"));
        reportWeakerFallbacks(tree);
    }

    private void checkAccess(RouteDraft route) {
        Stated<AccessLevel> access = route.nearest(Settings::access);
        if (access == null && !route.statesRequirement()) {
            diagnostics.add(route.position(), DiagnosticCode.ACCESS_MISSING,
                    route.name() + " says neither 'access' nor 'require'",
                    "say who may use it: require: { module: … }, or access: member, authenticated or public");
        }
        Stated<Requirement> require = route.nearest(Settings::requirement);
        if (access != null && require != null && route.access() != AccessLevel.MEMBER) {
            diagnostics.add(nearer(route, access, require), DiagnosticCode.ACCESS_WITH_REQUIRE,
                    route.name() + " is " + word(route.access()) + " (line " + access.position().line()
                            + ") and requires something (line " + require.position().line() + ")",
                    "remove 'require', or let access be member");
        }
    }

    /** Points at the route's own line when it has one of the two, else at the route. */
    private static SourcePosition nearer(RouteDraft route, Stated<?> access, Stated<?> require) {
        Settings own = route.levels().getFirst();
        if (own.access() != null) {
            return access.position();
        }
        return own.requirement() != null ? require.position() : route.position();
    }

    private static String word(AccessLevel level) {
        return level == AccessLevel.PUBLIC ? "public" : "authenticated";
    }

    private void checkBackend(RouteDraft route) {
        Stated<String> backend = route.nearest(Settings::backend);
        if (backend == null) {
            diagnostics.add(route.position(), DiagnosticCode.BACKEND_MISSING, route.name() + " has no backend",
                    "write backend: and " + diagnostics.suggest("", backends.keySet()));
        } else if (backend.value() != null && !backends.containsKey(backend.value())) {
            diagnostics.add(backend.position(), DiagnosticCode.UNKNOWN_BACKEND,
                    "there is no backend '" + backend.value() + "'",
                    diagnostics.suggest(backend.value(), backends.keySet()));
        }
    }

    private void checkRateLimit(RouteDraft route) {
        Stated<RateLimit> stated = route.nearest(Settings::rateLimit);
        if (stated == null || !(stated.value() instanceof RateLimit.Limited limit)) {
            return;
        }
        AccessLevel level = route.access();
        boolean unknownCaller = (limit.scope() == RateLimit.Scope.USER && level == AccessLevel.PUBLIC)
                || (limit.scope() == RateLimit.Scope.COMPANY && level != AccessLevel.MEMBER);
        if (unknownCaller) {
            boolean own = route.levels().getFirst().rateLimit() != null;
            String scope = limit.scope() == RateLimit.Scope.USER ? "user" : "company";
            diagnostics.add(own ? stated.position() : route.position(), DiagnosticCode.RATE_LIMIT_SCOPE,
                    route.name() + " counts per " + scope + " (line " + stated.position().line() + "), but is "
                            + word(level) + ": the " + scope + " is not known there",
                    level == AccessLevel.PUBLIC ? "count per address" : "count per address or per user");
        }
    }

    private void checkPaths(RouteDraft route) {
        Stated<Integer> stated = route.nearest(Settings::stripPrefix);
        int strip = stated == null || stated.value() == null ? 0 : stated.value();
        for (Match match : route.matches()) {
            PathTemplate template = match.template();
            if (isInternal(template, 0)) {
                diagnostics.add(match.position(), DiagnosticCode.INTERNAL_PATH,
                        "'" + template + "' lies under /internal, which is always 404",
                        "internal paths are between services: remove the match");
            }
            if (strip > template.leadingLiterals()) {
                diagnostics.add(match.position(), DiagnosticCode.STRIP_PREFIX,
                        "'" + template + "' begins with " + template.leadingLiterals()
                                + " literal segments; stripPrefix (line "
                                + (stated == null ? 0 : stated.position().line())
                                + ") takes " + strip,
                        "strip at most what every match of the route begins with");
            } else if (strip > 0 && isInternal(template, strip)) {
                diagnostics.add(match.position(), DiagnosticCode.INTERNAL_PATH,
                        "'" + template + "' would be sent as /internal, which is always 404",
                        "strip fewer segments, or remove the match");
            }
        }
    }

    private static boolean isInternal(PathTemplate template, int segment) {
        return template.segments().size() > segment
                && template.segments().get(segment) instanceof PathTemplate.Literal literal
                && literal.text().equals(PathTemplate.INTERNAL);
    }

    private void reportAmbiguity(TemplateTree.Ambiguity<RouteDraft> ambiguity) {
        TemplateTree.Entry<RouteDraft> first = ambiguity.first();
        TemplateTree.Entry<RouteDraft> second = ambiguity.second();
        boolean sameRoute = first.owner().equals(second.owner());
        diagnostics.add(second.match().position(), DiagnosticCode.AMBIGUOUS_ROUTES,
                "'" + second.match() + "' of " + second.owner().name() + " and '" + first.match() + "' of "
                        + (sameRoute ? "the same route" : first.owner().name()) + " (" + first.match().position()
                        + ") are equally specific: both would take " + ambiguity.request(),
                "make one of them more specific, or remove it");
    }

    private void reportWeakerFallbacks(TemplateTree<RouteDraft> tree) {
        Map<TemplateTree.Entry<RouteDraft>, List<TemplateTree.Entry<RouteDraft>>> stronger = new LinkedHashMap<>();
        tree.forEachCover((general, specific) -> {
            if (asksForLess(general.owner(), specific.owner())) {
                stronger.computeIfAbsent(general, key -> new ArrayList<>()).add(specific);
            }
        });
        stronger.forEach((general, specific) -> {
            int more = specific.size() - NAMED;
            diagnostics.add(general.match().position(), DiagnosticCode.WEAKER_FALLBACK,
                    "'" + general.match() + "' of " + general.owner().name() + " asks for less than what it covers: "
                            + specific.stream().limit(NAMED)
                                    .map(entry -> "'" + entry.match() + "' of " + entry.owner().name())
                                    .collect(Collectors.joining(", "))
                            + (more > 0 ? " and " + more + " more" : ""),
                    "a path that misses the specific match is answered here: ask for as much, or name its paths");
        });
    }

    private boolean asksForLess(RouteDraft general, RouteDraft specific) {
        if (general.equals(specific) || general.hasBrokenRequirement() || specific.hasBrokenRequirement()) {
            return false;
        }
        int levels = general.access().compareTo(specific.access());
        if (levels != 0) {
            return levels < 0;
        }
        Requirement less = general.requirement();
        Requirement more = specific.requirement();
        if (less == null || more == null) {
            return less == null && more != null;
        }
        return !less.equals(more) && least.implies(more, less) && !least.implies(less, more);
    }
}
