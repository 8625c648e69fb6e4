package com.kisum.policy.route;

import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.access.Vocabulary;
import com.kisum.policy.path.CanonicalPath;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which route answers this request? The whole of one policy revision, immutable: its routes, its catalog, and the index
 * that finds a route by method and path. The order of routes in the file means nothing here.
 */
public final class RouteTable {
    private static final byte[] INTERNAL = PathTemplate.INTERNAL.getBytes(StandardCharsets.US_ASCII);
    private static final Lookup.NoRoute NO_ROUTE = new Lookup.NoRoute();

    private final PolicyRevision revision;
    private final Vocabulary vocabulary;
    private final RouteIndex index;
    private final List<Route> routes;
    private final List<TemplateTree.Entry<Route>> matches;
    private final Map<RouteId, Route> byId = new LinkedHashMap<>();

    private RouteTable(PolicyRevision revision, Vocabulary vocabulary, List<Route> routes, TemplateTree<Route> tree,
            RouteIndex index) {
        this.revision = revision;
        this.vocabulary = vocabulary;
        this.routes = List.copyOf(routes);
        this.matches = List.copyOf(tree.entries());
        this.index = index;
        routes.forEach(route -> byId.put(route.id(), route));
    }

    /** Compiles routes that are known to be free of mistakes. */
    public static RouteTable of(PolicyRevision revision, ModuleCatalog catalog, List<Route> routes) {
        TemplateTree<Route> tree = new TemplateTree<>();
        IdentityHashMap<Route, Integer> numbers = new IdentityHashMap<>();
        for (Route route : routes) {
            numbers.put(route, numbers.size());
            route.matches().forEach(match -> tree.add(match, route));
        }
        if (!tree.ambiguities().isEmpty()) {
            throw new IllegalArgumentException("two routes would take " + tree.ambiguities().getFirst().request());
        }
        Vocabulary vocabulary = vocabularyOf(catalog, routes);
        RouteIndex index = RouteIndex.of(tree, (matched, taken, next) -> {
            Requirement requirement = matched.owner().requirement();
            Check check = requirement == null ? null : Check.of(requirement, vocabulary);
            int number = Objects.requireNonNull(numbers.get(matched.owner()));
            return new Lookup.Found(matched.owner(), matched.match(), check, number, taken, next);
        });
        return new RouteTable(revision, vocabulary, routes, tree, index);
    }

    private static Vocabulary vocabularyOf(ModuleCatalog catalog, List<Route> routes) {
        Set<ModuleKey> modules = new HashSet<>();
        Set<PermissionKey> permissions = new HashSet<>();
        for (Route route : routes) {
            if (route.requirement() != null) {
                collect(route.requirement(), modules, permissions);
            }
        }
        return new Vocabulary(catalog, modules, permissions);
    }

    private static void collect(Requirement requirement, Set<ModuleKey> modules, Set<PermissionKey> permissions) {
        switch (requirement) {
            case Requirement.NeedsModule needs -> modules.add(needs.module());
            case Requirement.NeedsPermission needs -> permissions.add(needs.permission());
            case Requirement.AllOf all -> all.parts().forEach(part -> collect(part, modules, permissions));
            case Requirement.AnyOf any -> any.parts().forEach(part -> collect(part, modules, permissions));
        }
    }

    public Lookup find(Method method, CanonicalPath path) {
        if (path.segmentCount() > 0 && path.segmentIs(0, INTERNAL)) {
            return NO_ROUTE;
        }
        Lookup.Found found = index.find(path, method);
        if (found != null) {
            return isSentAsInternal(found, path) ? NO_ROUTE : found;
        }
        Set<Method> allowed = methodsFor(path);
        return allowed.isEmpty() ? NO_ROUTE : new Lookup.MethodNotAllowed(allowed);
    }

    /** Every method that some template takes this path with. */
    private Set<Method> methodsFor(CanonicalPath path) {
        Set<Method> methods = EnumSet.noneOf(Method.class);
        for (Method method : Method.USUAL) {
            Lookup.Found found = index.find(path, method);
            if (found != null && !isSentAsInternal(found, path)) {
                methods.add(method);
            }
        }
        return Collections.unmodifiableSet(methods);
    }

    private static boolean isSentAsInternal(Lookup.Found found, CanonicalPath path) {
        int stripped = found.stripPrefix();
        return stripped > 0 && path.segmentCount() > stripped && path.segmentIs(stripped, INTERNAL);
    }

    public PolicyRevision revision() {
        return revision;
    }

    public ModuleCatalog catalog() {
        return vocabulary.catalog();
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** In the order of the file. */
    public List<Route> routes() {
        return routes;
    }

    public @Nullable Route find(RouteId id) {
        return byId.get(id);
    }

    /** Every match with its route, most specific first: the order in which requests see them. */
    public List<TemplateTree.Entry<Route>> matches() {
        return matches;
    }
}
