package com.kisum.policy.diff;

import static com.kisum.policy.diff.Draft.module;
import static com.kisum.policy.diff.Draft.permission;
import static com.kisum.policy.diff.Draft.route;

import com.kisum.policy.access.CatalogModule;
import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.ModuleType;
import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.GracePolicy;
import com.kisum.policy.route.Mode;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.TemplateTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Small policies over few names, so that two of them often meet on the same requests. */
final class RandomPolicy {
    private static final List<String> METHODS = List.of("ANY", "GET", "HEAD", "POST", "GET|POST", "OPTIONS");
    private static final List<String> SEGMENTS = List.of("a", "a", "b", "{x}", "*");
    private static final List<String> KEYS = List.of("m", "n");

    private final Random random;

    RandomPolicy(Random random) {
        this.random = random;
    }

    List<Draft> routes() {
        List<Draft> routes = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            addIfFree(anyRoute("r" + i), routes);
        }
        return routes;
    }

    /** The same routes in another order, with at most a few differences. */
    List<Draft> variant(List<Draft> routes) {
        List<Draft> changed = new ArrayList<>(routes);
        for (int i = random.nextInt(3); i > 0 && !changed.isEmpty(); i--) {
            Draft gone = changed.remove(random.nextInt(changed.size()));
            switch (random.nextInt(4)) {
                case 0 -> addIfFree(anyRoute("new" + i), changed);
                case 1 -> changed.add(says(gone));
                case 2 -> addIfFree(new Draft(gone.id(), List.of(match()), gone.backend(), gone.access(),
                        gone.requirement(), gone.options()), changed);
                default -> {
                }
            }
        }
        Collections.shuffle(changed, random);
        return changed;
    }

    ModuleCatalog catalog() {
        List<CatalogModule> modules = new ArrayList<>();
        String renamed = KEYS.get(random.nextInt(KEYS.size()));
        boolean hasOldName = random.nextBoolean();
        for (String key : KEYS) {
            Set<ModuleKey> aliases = hasOldName && key.equals(renamed) ? Set.of(new ModuleKey("old")) : Set.of();
            ModuleType type = random.nextInt(3) == 0 ? ModuleType.BASE : ModuleType.ADDON;
            modules.add(new CatalogModule(new ModuleKey(key), type, aliases, null));
        }
        return new ModuleCatalog(modules);
    }

    /** Adds the route unless a match of another has its shape and one of its methods: that would be no policy. */
    private static void addIfFree(Draft route, List<Draft> routes) {
        TemplateTree<String> tree = new TemplateTree<>();
        routes.forEach(other -> other.build().matches().forEach(match -> tree.add(match, other.id())));
        route.build().matches().forEach(match -> tree.add(match, route.id()));
        if (tree.ambiguities().isEmpty()) {
            routes.add(route);
        }
    }

    private Draft anyRoute(String id) {
        List<String> matches = random.nextInt(4) == 0 ? List.of(match(), match()) : List.of(match());
        Draft route = says(route(id, matches.toArray(String[]::new)));
        boolean strips = random.nextInt(6) == 0 && matches.stream().allMatch(match -> match.contains(" /a"));
        return strips ? route.stripPrefix(1) : route;
    }

    private Draft says(Draft route) {
        Draft said = switch (random.nextInt(6)) {
            case 0 -> route.access(AccessLevel.PUBLIC);
            case 1 -> route.access(AccessLevel.AUTHENTICATED);
            case 2 -> route.access(AccessLevel.MEMBER);
            default -> route.require(requirement(2));
        };
        said = random.nextInt(8) == 0 ? said.mode(Mode.SHADOW) : said;
        said = said.grace(GracePolicy.values()[random.nextInt(3)]);
        return random.nextInt(8) == 0 ? said.timeout(Duration.ofSeconds(1 + random.nextInt(2))) : said;
    }

    private Requirement requirement(int depth) {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        return switch (random.nextInt(depth == 0 ? 2 : 4)) {
            case 0 -> module(key);
            case 1 -> permission(key + ".things.read");
            case 2 -> Draft.all(requirement(depth - 1), requirement(depth - 1));
            default -> Draft.any(requirement(depth - 1), requirement(depth - 1));
        };
    }

    private String match() {
        StringBuilder match = new StringBuilder(METHODS.get(random.nextInt(METHODS.size()))).append(' ');
        int segments = random.nextInt(4);
        for (int i = 0; i < segments; i++) {
            match.append('/').append(SEGMENTS.get(random.nextInt(SEGMENTS.size())));
        }
        if (random.nextInt(3) == 0) {
            match.append("/**");
        } else if (segments == 0) {
            match.append('/');
        }
        return match.toString();
    }
}
