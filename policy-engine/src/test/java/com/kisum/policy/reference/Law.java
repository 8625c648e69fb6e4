package com.kisum.policy.reference;

import com.kisum.policy.Decision;
import com.kisum.policy.Trace;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must hold in every world. */
enum Law {
    THE_REFERENCE_MODEL_AGREES(1) {
        @Override
        @Nullable
        String breach(World world, FastEngine engine) {
            return unequal("the model", SlowEngine.decide(world), "the engine", engine.decide(world));
        }
    },

    THE_SAME_QUESTION_HAS_THE_SAME_DECISION_TRACED_OR_NOT(4) {
        @Override
        @Nullable
        String breach(World world, FastEngine engine) {
            Decision first = engine.decide(world);
            Trace trace = new Trace();
            String traced = unequal("once", first, "with a trace", engine.decide(world, FastEngine.ACME, trace));
            if (trace.steps().isEmpty()) {
                return "the trace is empty";
            }
            return traced != null ? traced : unequal("once", first, "once more", engine.decide(world));
        }
    },

    A_TRAILING_SLASH_NEVER_CHANGES_A_DECISION(4) {
        @Override
        @Nullable
        String breach(World world, FastEngine engine) {
            String[] parts = world.question().target().split("(?=\\?)", 2);
            String path = parts[0];
            if (path.equals("/")) {
                return null; // the root has no other spelling
            }
            String query = parts.length == 2 ? parts[1] : "";
            String other = path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
            return unequal("as it is", engine.decide(world), "as " + other + query,
                    engine.decide(world.withTarget(other + query)));
        }
    },

    THE_ORDER_OF_ROUTES_NEVER_MATTERS(10) {
        @Override
        @Nullable
        String breach(World world, FastEngine engine) {
            Dice dice = new Dice(world.salt());
            List<Route> others = dice.shuffled(world.routes()).stream()
                    .map(route -> new Route(route.id(), dice.shuffled(route.matches()), route.backend(), route.access(),
                            route.requirement(), route.options(), route.description(), route.owner(), route.position()))
                    .toList();
            return unequal("as it is", engine.decide(world), "in another order",
                    FastEngine.of(world.withRoutes(others)).decide(world));
        }
    },

    MORE_NEVER_TURNS_ALLOW_INTO_DENY(2) {
        @Override
        @Nullable
        String breach(World world, FastEngine engine) {
            if (!(engine.decide(world) instanceof Decision.Allow allowed)) {
                return null;
            }
            World.Facts more = more(world.facts(), new Words(new Dice(world.salt()), world.catalog()),
                    new Dice(world.salt()));
            return unequal("as it is", allowed, "with more: " + more, engine.decide(world.withFacts(more)));
        }
    },

    ANOTHER_COMPANYS_FACTS_NEVER_MATTER(10) {
        @Override
        @Nullable
        String breach(World world, FastEngine engine) {
            Decision before = engine.decide(world);
            World elsewhere = world.withFacts(new RandomWorlds(world.salt()).worlds(1).getFirst().facts());
            engine.decide(elsewhere, LUMEN, null);
            String after = unequal("before", before, "after another company was decided on", engine.decide(world));
            return after != null
                    ? after
                    : unequal("for one", before, "for another with the same facts", engine.decide(world, LUMEN, null));
        }
    };

    private static final CompanyId LUMEN = new CompanyId("lumen");

    private final int costs;

    Law(int costs) {
        this.costs = costs;
    }

    /** It is tried on one world in so many: some laws compile a table for each question. */
    int costs() {
        return costs;
    }

    /** Null when the law holds; else what was seen. */
    abstract @Nullable String breach(World world, FastEngine engine);

    private static @Nullable String unequal(String one, Decision first, String other, Decision second) {
        return first.equals(second) ? null : one + ": " + first + "\n  " + other + ": " + second;
    }

    /** Something more bought or granted, and nothing less. */
    private static World.Facts more(World.Facts facts, Words words, Dice dice) {
        return switch (dice.upTo(6)) {
            case 0 -> facts.withModuleRows(and(facts.moduleRows(), words.moduleRow()));
            case 1 -> facts.withPermissionRows(and(facts.permissionRows(), words.permissionRow()));
            case 2 -> facts.withPermissionRows(and(facts.permissionRows(), words.anyModule() + ".*"));
            case 3 -> facts.withAddons(and(facts.addons(), active(Set.of(words.anyModule()))));
            case 4 -> facts.withAddons(facts.addons().stream().map(addon -> active(names(addon))).toList());
            case 5 -> facts.withBase(active(names(facts.base())));
            default -> {
                Set<String> modules = names(facts.base());
                modules.add(words.anyModule());
                yield facts.withBase(active(modules));
            }
        };
    }

    private static <T> List<T> and(List<T> all, T one) {
        List<T> more = new ArrayList<>(all);
        more.add(one);
        return more;
    }

    private static Set<String> names(@Nullable Subscription subscription) {
        Set<String> names = new TreeSet<>();
        if (subscription != null) {
            subscription.modules().forEach(module -> names.add(module.value()));
        }
        return names;
    }

    private static Subscription active(Set<String> modules) {
        return new Subscription(SubscriptionStatus.ACTIVE, null, null,
                modules.stream().map(ModuleKey::new).collect(Collectors.toSet()));
    }
}
