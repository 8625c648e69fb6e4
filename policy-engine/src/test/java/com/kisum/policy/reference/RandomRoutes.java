package com.kisum.policy.reference;

import com.kisum.policy.access.CatalogModule;
import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.GracePolicy;
import com.kisum.policy.route.Match;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.Mode;
import com.kisum.policy.route.PathTemplate;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteBuilder;
import com.kisum.policy.route.SourcePosition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Small tables in a small alphabet, so that matches meet: equal shapes, ways that lead nowhere, literals whose hashes
 * collide ("Aa" and "BB"), and everything that would be sent to {@code /internal}.
 */
final class RandomRoutes {
    static final List<String> LITERALS = List.of("a", "b", "c", "Aa", "BB", "x", "internal");
    private static final SourcePosition NOWHERE = new SourcePosition("random", 1, 1);
    private static final List<Method> SEVEN = List.of(Method.GET, Method.GET, Method.HEAD, Method.POST, Method.PUT,
            Method.PATCH, Method.DELETE, Method.OPTIONS);

    private final Dice dice;
    private final Words words;

    RandomRoutes(Dice dice, List<CatalogModule> catalog) {
        this.dice = dice;
        this.words = new Words(dice, catalog);
    }

    /** Routes of which no two are equal, as the reference model understands it. */
    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        List<Match> taken = new ArrayList<>();
        int count = dice.between(1, 10);
        for (int i = 0; i < count; i++) {
            List<Match> matches = new ArrayList<>();
            for (Match match : dice.times(dice.between(1, 3), this::match)) {
                if (taken.stream().noneMatch(other -> SlowMatching.equal(match, other))) {
                    matches.add(match);
                    taken.add(match);
                }
            }
            if (!matches.isEmpty()) {
                routes.add(route("r" + i, matches));
            }
        }
        return routes;
    }

    Match match() {
        PathTemplate template = template();
        if (dice.in100(25)) {
            return Match.any(template, NOWHERE);
        }
        Set<Method> methods = EnumSet.of(dice.of(SEVEN));
        while (dice.in100(30)) {
            methods.add(dice.of(SEVEN));
        }
        return new Match(methods, false, template, NOWHERE);
    }

    private PathTemplate template() {
        List<PathTemplate.Segment> segments = dice.times(dice.upTo(4), () -> dice.in100(60)
                ? new PathTemplate.Literal(dice.in100(70) ? dice.of("a", "b") : dice.of(LITERALS))
                : new PathTemplate.Variable(dice.in100(50) ? "id" : null));
        return new PathTemplate(segments, dice.in100(25));
    }

    private Route route(String id, List<Match> matches) {
        AccessLevel access = dice.in100(80) ? AccessLevel.MEMBER : dice.of(List.of(AccessLevel.values()));
        RouteBuilder route = RouteBuilder.route(id).access(access).grace(dice.of(List.of(GracePolicy.values())))
                .mode(dice.of(List.of(Mode.values())));
        matches.forEach(route::match);
        if (dice.in100(40)) {
            route.stripPrefix(dice.upTo(matches.stream().mapToInt(RandomRoutes::literalsAhead).min().orElse(0)));
        }
        if (access == AccessLevel.MEMBER && dice.in100(88)) {
            route.require(dice.in100(3) ? wideRequirement() : requirement(3));
        }
        return route.build();
    }

    private static int literalsAhead(Match match) {
        int count = 0;
        for (PathTemplate.Segment segment : match.template().segments()) {
            if (!(segment instanceof PathTemplate.Literal)) {
                break;
            }
            count++;
        }
        return count;
    }

    private Requirement requirement(int depth) {
        if (depth == 0 || dice.in100(50)) {
            return leaf();
        }
        List<Requirement> parts = dice.times(dice.between(1, 3), () -> requirement(depth - 1));
        return dice.in100(50) ? new Requirement.AllOf(parts) : new Requirement.AnyOf(parts);
    }

    private Requirement leaf() {
        return dice.in100(35)
                ? new Requirement.NeedsModule(words.currentModule())
                : new Requirement.NeedsPermission(words.currentPermission());
    }

    /** More keys than one word of bits holds. */
    private Requirement wideRequirement() {
        List<Requirement> parts = dice.times(150, this::leaf);
        Requirement some = new Requirement.AnyOf(parts.subList(0, 75));
        Requirement more = new Requirement.AnyOf(parts.subList(75, 150));
        return new Requirement.AllOf(List.of(some, more, leaf()));
    }
}
