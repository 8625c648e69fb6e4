package com.kisum.policy.reference;

import com.kisum.policy.access.CatalogModule;
import com.kisum.policy.access.ModuleState;
import com.kisum.policy.access.ModuleType;
import com.kisum.policy.access.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Section 4, word by word: sets of strings, worked out anew for each question. */
final class SlowAccess {
    private static final String PART = "[a-z][a-z0-9_-]*";
    private static final Pattern MODULE = Pattern.compile(PART);
    private static final Pattern PERMISSION = Pattern.compile(PART + "(\\." + PART + "){2,}");
    private static final Pattern PREFIX = Pattern.compile(PART + "(\\." + PART + ")*\\.\\*");
    private static final List<ModuleState> BEST_TO_WORST = List.of(ModuleState.ACTIVE, ModuleState.TRIAL,
            ModuleState.GRACE, ModuleState.SUSPENDED, ModuleState.CANCELLED, ModuleState.EXPIRED,
            ModuleState.TRIAL_ENDED, ModuleState.NONE);

    private final List<CatalogModule> catalog;
    private final World.Facts facts;

    SlowAccess(List<CatalogModule> catalog, World.Facts facts) {
        this.catalog = catalog;
        this.facts = facts;
    }

    ModuleState base() {
        return state(facts.base(), facts.now());
    }

    ModuleState module(String module) {
        List<ModuleState> states = new ArrayList<>();
        if (names(facts.base()).contains(module)) {
            states.add(base());
        }
        boolean persona = catalog.stream()
                .anyMatch(known -> known.key().value().equals(module) && known.type() == ModuleType.BASE);
        if (!persona) {
            for (Subscription addon : facts.addons()) {
                if (names(addon).contains(module)) {
                    states.add(state(addon, facts.now()));
                }
            }
        }
        int best = states.stream().mapToInt(BEST_TO_WORST::indexOf).min().orElse(BEST_TO_WORST.size() - 1);
        return BEST_TO_WORST.get(Math.max(best, BEST_TO_WORST.indexOf(base())));
    }

    boolean grantsModule(String module) {
        return facts.moduleRows().stream().filter(row -> MODULE.matcher(row).matches()).map(this::current)
                .anyMatch(module::equals);
    }

    boolean grantsPermission(String permission) {
        for (String row : facts.permissionRows()) {
            if (PERMISSION.matcher(row).matches() && current(row).equals(permission)) {
                return true;
            }
            if (PREFIX.matcher(row).matches()) {
                String everythingUnder = current(row).replace("*", "");
                if (permission.startsWith(everythingUnder)) {
                    return true;
                }
            }
        }
        return false;
    }

    private Set<String> names(@Nullable Subscription subscription) {
        Set<String> names = new TreeSet<>();
        if (subscription != null) {
            subscription.modules().forEach(module -> names.add(current(module.value())));
        }
        return names;
    }

    /** The key with its first part under its current name. */
    private String current(String key) {
        for (CatalogModule module : catalog) {
            boolean old = module.aliases().stream()
                    .anyMatch(alias -> key.equals(alias.value()) || key.startsWith(alias.value() + "."));
            if (old) {
                return module.key().value() + (key.contains(".") ? key.substring(key.indexOf('.')) : "");
            }
        }
        return key;
    }

    private static ModuleState state(@Nullable Subscription subscription, Instant now) {
        if (subscription == null) {
            return ModuleState.NONE;
        }
        Instant starts = subscription.startsAt() == null ? Instant.MIN : subscription.startsAt();
        if (now.compareTo(starts) < 0) {
            return ModuleState.NONE;
        }
        boolean over = subscription.endsAt() != null && subscription.endsAt().compareTo(now) <= 0;
        String status = subscription.status().name();
        return switch (over ? status + " and over" : status) {
            case "ACTIVE and over", "GRACE and over" -> ModuleState.EXPIRED;
            case "TRIAL and over" -> ModuleState.TRIAL_ENDED;
            default -> ModuleState.valueOf(status);
        };
    }
}
