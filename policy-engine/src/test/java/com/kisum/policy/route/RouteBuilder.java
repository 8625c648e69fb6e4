package com.kisum.policy.route;

import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.path.CanonicalPath;
import com.kisum.policy.path.PathGrammar;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A route in a line, as routes.yml would say it. */
public final class RouteBuilder {
    private static final Backend BACKEND = new Backend("backend", URI.create("http://127.0.0.1:8092"));
    private static final SourcePosition NOWHERE = new SourcePosition("test", 1, 1);

    private final RouteId id;
    private final List<Match> matches = new ArrayList<>();
    private AccessLevel access = AccessLevel.MEMBER;
    private @Nullable Requirement requirement;
    private Mode mode = Mode.ENFORCE;
    private GracePolicy grace = GracePolicy.DENY;
    private int stripPrefix;

    private RouteBuilder(String id) {
        this.id = new RouteId(id);
    }

    public static RouteBuilder route(String id, String... matches) {
        RouteBuilder builder = new RouteBuilder(id);
        Arrays.stream(matches).map(RouteBuilder::match).forEach(builder.matches::add);
        return builder;
    }

    /** Reads {@code GET|HEAD /a/{x}}. */
    public static Match match(String text) {
        int space = text.indexOf(' ');
        PathTemplate template = template(text.substring(space + 1));
        String methods = text.substring(0, space);
        if (methods.equals("ANY")) {
            return Match.any(template, NOWHERE);
        }
        Set<Method> named = EnumSet.noneOf(Method.class);
        for (String name : methods.split("\\|", -1)) {
            named.add(Method.valueOf(name));
        }
        return new Match(named, false, template, NOWHERE);
    }

    public static PathTemplate template(String text) {
        return switch (PathTemplate.parse(text)) {
            case PathTemplate.Valid valid -> valid.template();
            case PathTemplate.Invalid invalid -> throw new IllegalArgumentException(text + ": " + invalid);
        };
    }

    public static CanonicalPath path(String target) {
        if (PathGrammar.read(target) instanceof CanonicalPath path) {
            return path;
        }
        throw new IllegalArgumentException("not canonical: " + target);
    }

    public RouteBuilder match(Match match) {
        matches.add(match);
        return this;
    }

    public RouteBuilder access(AccessLevel level) {
        access = level;
        return this;
    }

    public RouteBuilder require(@Nullable Requirement what) {
        requirement = what;
        return this;
    }

    public RouteBuilder mode(Mode what) {
        mode = what;
        return this;
    }

    public RouteBuilder grace(GracePolicy policy) {
        grace = policy;
        return this;
    }

    public RouteBuilder stripPrefix(int segments) {
        stripPrefix = segments;
        return this;
    }

    public Route build() {
        RouteOptions builtIn = RouteOptions.BUILT_IN;
        RouteOptions options = new RouteOptions(mode, builtIn.onOutage(), grace, builtIn.timeout(), builtIn.maxBody(),
                false, stripPrefix, builtIn.rateLimit());
        return new Route(id, matches, BACKEND, access, requirement, options, null, null, NOWHERE);
    }

    public static RouteTable table(ModuleCatalog catalog, List<Route> routes) {
        return RouteTable.of(new PolicyRevision("0123456789ab"), catalog, routes);
    }

    public static Requirement module(String key) {
        return new Requirement.NeedsModule(new ModuleKey(key));
    }

    public static Requirement permission(String key) {
        return new Requirement.NeedsPermission(new PermissionKey(key));
    }

    public static Requirement allOf(Requirement... parts) {
        return new Requirement.AllOf(List.of(parts));
    }

    public static Requirement anyOf(Requirement... parts) {
        return new Requirement.AnyOf(List.of(parts));
    }
}
