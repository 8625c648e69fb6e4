package com.kisum.bench;

import com.kisum.policy.access.CatalogModule;
import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.ModuleType;
import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.Backend;
import com.kisum.policy.route.Match;
import com.kisum.policy.route.PathTemplate;
import com.kisum.policy.route.PolicyRevision;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Requirement.NeedsPermission;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteId;
import com.kisum.policy.route.RouteOptions;
import com.kisum.policy.route.RouteTable;
import com.kisum.policy.route.SourcePosition;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What does a platform with so many routes look like? Resources of five modules, each with the ten routes of {@link Shape}. */
final class Platform {
    private static final ModuleCatalog CATALOG = new ModuleCatalog(
            Resource.MODULES.stream().map(Platform::module).toList());
    private static final SourcePosition GENERATED = new SourcePosition("generated", 1, 1);

    /** One route and what it was made of. */
    record Endpoint(Resource resource, Shape shape, Route route) {}

    private final List<Resource> resources;
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final RouteTable table;

    private Platform(int routes, boolean permissionsOnly) {
        int shapes = Shape.ALL.size();
        this.resources = Resource.first((routes + shapes - 1) / shapes);
        for (Resource resource : resources) {
            for (Shape shape : Shape.ALL) {
                if (endpoints.size() < routes) {
                    endpoints.add(new Endpoint(resource, shape, route(resource, shape, permissionsOnly)));
                }
            }
        }
        this.table = RouteTable.of(new PolicyRevision("0123456789ab"), CATALOG,
                endpoints.stream().map(Endpoint::route).toList());
    }

    static Platform withRoutes(int routes) {
        return new Platform(routes, false);
    }

    /** Every route asks for exactly one permission: a question that other engines can be asked, too. */
    static Platform withPlainRoutes(int routes) {
        return new Platform(routes, true);
    }

    /** Those whose ten routes are all there. */
    List<Resource> resources() {
        return resources.subList(0, endpoints.size() / Shape.ALL.size());
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    Endpoint endpoint(int resource, Shape shape) {
        return endpoints.get(resource * Shape.ALL.size() + shape.ordinal());
    }

    RouteTable table() {
        return table;
    }

    private static CatalogModule module(String name) {
        boolean base = name.equals("promoter");
        return new CatalogModule(new ModuleKey(name), base ? ModuleType.BASE : ModuleType.ADDON,
                base ? Set.of(new ModuleKey("basic")) : Set.of(), null);
    }

    private static Route route(Resource resource, Shape shape, boolean permissionsOnly) {
        String group = resource.module().replace('_', '-');
        String name = resource.name() + "-" + shape.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Requirement requirement = permissionsOnly
                ? new NeedsPermission(shape.permission(resource))
                : shape.requirement(resource);
        Match match = new Match(EnumSet.of(shape.method()), false, template(resource.path() + shape.template()),
                GENERATED);
        Backend backend = new Backend(resource.module(), URI.create("http://127.0.0.1:8090"));
        return new Route(new RouteId(group + "." + name), List.of(match), backend, AccessLevel.MEMBER, requirement,
                RouteOptions.BUILT_IN, null, null, GENERATED);
    }

    private static PathTemplate template(String text) {
        return switch (PathTemplate.parse(text)) {
            case PathTemplate.Valid valid -> valid.template();
            case PathTemplate.Invalid invalid -> throw new IllegalArgumentException(text + ": " + invalid.problem());
        };
    }
}
