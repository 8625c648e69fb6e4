package com.kisum.policy.reference;

import com.kisum.policy.access.CatalogModule;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.route.Match;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Route;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is the smallest world that still fails? Takes things away, one at a time, as long as it fails. */
final class Shrinker {
    private final Predicate<World> fails;

    Shrinker(Predicate<World> fails) {
        this.fails = fails;
    }

    World smallest(World failing) {
        World smallest = failing;
        while (true) {
            World smaller = smaller(smallest).stream().filter(fails).findFirst().orElse(null);
            if (smaller == null) {
                return smallest;
            }
            smallest = smaller;
        }
    }

    private static List<World> smaller(World world) {
        List<World> smaller = new ArrayList<>();
        withoutOne(world.routes()).stream().filter(routes -> !routes.isEmpty())
                .forEach(routes -> smaller.add(world.withRoutes(routes)));
        eachSmaller(world.routes(), Shrinker::smaller).forEach(routes -> smaller.add(world.withRoutes(routes)));
        smaller(world.facts()).forEach(facts -> smaller.add(world.withFacts(facts)));
        withoutOne(world.catalog()).forEach(catalog -> smaller.add(world.withCatalog(catalog)));
        eachSmaller(world.catalog(), Shrinker::withoutOldNames)
                .forEach(catalog -> smaller.add(world.withCatalog(catalog)));
        shorter(world.question().target()).forEach(target -> smaller.add(world.withTarget(target)));
        return smaller;
    }

    private static List<Route> smaller(Route route) {
        List<Route> smaller = new ArrayList<>();
        withoutOne(route.matches()).stream().filter(matches -> !matches.isEmpty())
                .forEach(matches -> smaller.add(with(route, matches, route.requirement())));
        if (route.requirement() != null) {
            smaller.add(with(route, route.matches(), null));
            smaller(route.requirement()).forEach(less -> smaller.add(with(route, route.matches(), less)));
        }
        return smaller;
    }

    private static Route with(Route route, List<Match> matches, @Nullable Requirement requirement) {
        return new Route(route.id(), matches, route.backend(), route.access(), requirement, route.options(),
                route.description(), route.owner(), route.position());
    }

    private static List<Requirement> smaller(Requirement requirement) {
        return switch (requirement) {
            case Requirement.AllOf all -> smallerParts(all.parts(), Requirement.AllOf::new);
            case Requirement.AnyOf any -> smallerParts(any.parts(), Requirement.AnyOf::new);
            case Requirement.NeedsPermission needs ->
                List.of(new Requirement.NeedsModule(needs.permission().module()));
            case Requirement.NeedsModule _ -> List.of();
        };
    }

    private static List<Requirement> smallerParts(List<Requirement> parts,
            Function<List<Requirement>, Requirement> made) {
        List<Requirement> smaller = new ArrayList<>(parts);
        withoutOne(parts).stream().filter(less -> !less.isEmpty()).map(made).forEach(smaller::add);
        eachSmaller(parts, Shrinker::smaller).stream().map(made).forEach(smaller::add);
        return smaller;
    }

    private static List<World.Facts> smaller(World.Facts facts) {
        List<World.Facts> smaller = new ArrayList<>();
        if (facts.base() != null) {
            smaller.add(facts.withBase(null));
            smaller(facts.base()).forEach(base -> smaller.add(facts.withBase(base)));
        }
        withoutOne(facts.addons()).forEach(addons -> smaller.add(facts.withAddons(addons)));
        eachSmaller(facts.addons(), Shrinker::smaller).forEach(addons -> smaller.add(facts.withAddons(addons)));
        withoutOne(facts.moduleRows()).forEach(rows -> smaller.add(facts.withModuleRows(rows)));
        withoutOne(facts.permissionRows()).forEach(rows -> smaller.add(facts.withPermissionRows(rows)));
        return smaller;
    }

    private static List<Subscription> smaller(Subscription one) {
        List<Subscription> smaller = new ArrayList<>();
        if (one.startsAt() != null) {
            smaller.add(new Subscription(one.status(), null, one.endsAt(), one.modules()));
        }
        if (one.endsAt() != null) {
            smaller.add(new Subscription(one.status(), one.startsAt(), null, one.modules()));
        }
        for (ModuleKey module : one.modules()) {
            Set<ModuleKey> fewer = new HashSet<>(one.modules());
            fewer.remove(module);
            smaller.add(new Subscription(one.status(), one.startsAt(), one.endsAt(), fewer));
        }
        return smaller;
    }

    private static List<CatalogModule> withoutOldNames(CatalogModule module) {
        return module.aliases().isEmpty()
                ? List.of()
                : List.of(new CatalogModule(module.key(), module.type(), Set.of(), module.permissions()));
    }

    private static List<String> shorter(String target) {
        int query = target.indexOf('?');
        if (query >= 0) {
            return List.of(target.substring(0, query));
        }
        List<String> segments = SlowMatching.segments(target);
        List<String> shorter = new ArrayList<>();
        withoutOne(segments).forEach(fewer -> shorter.add("/" + String.join("/", fewer)));
        if (target.endsWith("/") && !segments.isEmpty()) {
            shorter.add(target.substring(0, target.length() - 1));
        }
        return shorter;
    }

    private static <T> List<List<T>> withoutOne(List<T> all) {
        List<List<T>> fewer = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            List<T> rest = new ArrayList<>(all);
            rest.remove(i);
            fewer.add(rest);
        }
        return fewer;
    }

    private static <T> List<List<T>> eachSmaller(List<T> all, Function<T, List<T>> smaller) {
        List<List<T>> results = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (T less : smaller.apply(all.get(i))) {
                List<T> changed = new ArrayList<>(all);
                changed.set(i, less);
                results.add(changed);
            }
        }
        return results;
    }
}
