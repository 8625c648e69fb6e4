package com.kisum.policy.diff;

import com.kisum.policy.access.CatalogModule;
import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.Backend;
import com.kisum.policy.route.GracePolicy;
import com.kisum.policy.route.Match;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.Mode;
import com.kisum.policy.route.OnOutage;
import com.kisum.policy.route.PathTemplate;
import com.kisum.policy.route.PolicyRevision;
import com.kisum.policy.route.RateLimit;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteId;
import com.kisum.policy.route.RouteOptions;
import com.kisum.policy.route.RouteTable;
import com.kisum.policy.route.SourcePosition;
import com.kisum.policy.route.Timeout;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A route in the making, so that a test says only what matters to it. A member's route until told otherwise. */
record Draft(String id, List<String> matches, Backend backend, AccessLevel access, @Nullable Requirement requirement,
        RouteOptions options) {
    static final PolicyRevision REVISION = PolicyRevision.of(new byte[0]);
    private static final SourcePosition SOMEWHERE = new SourcePosition("routes.yml", 1, 1);

    static Draft route(String id, String... matches) {
        return new Draft(id, List.of(matches), new Backend("main", URI.create("http://main.test")), AccessLevel.MEMBER,
                null, RouteOptions.BUILT_IN);
    }

    static RouteTable table(Draft... drafts) {
        return table(ModuleCatalog.EMPTY, List.of(drafts));
    }

    static RouteTable table(ModuleCatalog catalog, List<Draft> drafts) {
        return RouteTable.of(REVISION, catalog, drafts.stream().map(Draft::build).toList());
    }

    static ModuleCatalog catalog(CatalogModule... modules) {
        return new ModuleCatalog(Arrays.asList(modules));
    }

    static Requirement module(String key) {
        return new Requirement.NeedsModule(new ModuleKey(key));
    }

    static Requirement permission(String key) {
        return new Requirement.NeedsPermission(new PermissionKey(key));
    }

    static Requirement all(Requirement... parts) {
        return new Requirement.AllOf(List.of(parts));
    }

    static Requirement any(Requirement... parts) {
        return new Requirement.AnyOf(List.of(parts));
    }

    Draft require(Requirement required) {
        return new Draft(id, matches, backend, AccessLevel.MEMBER, required, options);
    }

    Draft access(AccessLevel level) {
        return new Draft(id, matches, backend, level, null, options);
    }

    Draft backend(String name, String url) {
        return new Draft(id, matches, new Backend(name, URI.create(url)), access, requirement, options);
    }

    Draft options(RouteOptions changed) {
        return new Draft(id, matches, backend, access, requirement, changed);
    }

    Draft mode(Mode mode) {
        return options(new RouteOptions(mode, options.onOutage(), options.grace(), options.timeout(),
                options.maxBody(), options.webSocket(), options.stripPrefix(), options.rateLimit()));
    }

    Draft onOutage(OnOutage onOutage) {
        return options(new RouteOptions(options.mode(), onOutage, options.grace(), options.timeout(),
                options.maxBody(), options.webSocket(), options.stripPrefix(), options.rateLimit()));
    }

    Draft grace(GracePolicy grace) {
        return options(new RouteOptions(options.mode(), options.onOutage(), grace, options.timeout(),
                options.maxBody(), options.webSocket(), options.stripPrefix(), options.rateLimit()));
    }

    Draft timeout(Duration timeout) {
        return options(new RouteOptions(options.mode(), options.onOutage(), options.grace(),
                new Timeout.After(timeout), options.maxBody(), options.webSocket(), options.stripPrefix(),
                options.rateLimit()));
    }

    Draft stripPrefix(int segments) {
        return options(new RouteOptions(options.mode(), options.onOutage(), options.grace(), options.timeout(),
                options.maxBody(), options.webSocket(), segments, options.rateLimit()));
    }

    Draft rateLimit(RateLimit limit) {
        return options(new RouteOptions(options.mode(), options.onOutage(), options.grace(), options.timeout(),
                options.maxBody(), options.webSocket(), options.stripPrefix(), limit));
    }

    Route build() {
        return new Route(new RouteId(id), matches.stream().map(Draft::match).toList(), backend, access, requirement,
                options, null, null, SOMEWHERE);
    }

    private static Match match(String text) {
        int space = text.indexOf(' ');
        String methods = text.substring(0, space);
        if (!(PathTemplate.parse(text.substring(space + 1)) instanceof PathTemplate.Valid valid)) {
            throw new IllegalArgumentException("not a template: " + text);
        }
        if (methods.equals("ANY")) {
            return Match.any(valid.template(), SOMEWHERE);
        }
        Set<Method> named = EnumSet.noneOf(Method.class);
        Arrays.stream(methods.split("\\|", -1)).map(Method::of).forEach(named::add);
        return new Match(named, false, valid.template(), SOMEWHERE);
    }
}
