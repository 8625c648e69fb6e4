package com.kisum.policy.reference;

import com.kisum.policy.access.CatalogModule;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.ModuleType;
import com.kisum.policy.access.PermissionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The few keys that random worlds speak of. Some begin like others, some are old names. */
final class Words {
    /** {@code fi} begins like {@code finance}; {@code other} is in no catalog. */
    private static final List<String> MODULES = List.of("promoter", "venue", "finance", "finance", "fi", "ai", "other");
    private static final List<String> OLD = List.of("basic", "money");

    private final Dice dice;
    private final List<ModuleKey> current;

    Words(Dice dice, List<CatalogModule> catalog) {
        this.dice = dice;
        Set<ModuleKey> aliases = catalog.stream().flatMap(module -> module.aliases().stream())
                .collect(Collectors.toSet());
        this.current = MODULES.stream().map(ModuleKey::new).filter(module -> !aliases.contains(module)).toList();
    }

    static List<CatalogModule> catalog(Dice dice) {
        List<CatalogModule> catalog = new ArrayList<>();
        catalog.add(module("promoter", ModuleType.BASE, dice.in100(80) ? List.of("basic") : List.of()));
        catalog.add(module("venue", ModuleType.BASE, List.of()));
        if (dice.in100(90)) {
            List<String> aliases = dice.in100(20) ? List.of("money", "fi") : List.of("money");
            catalog.add(module("finance", ModuleType.ADDON, dice.in100(50) ? aliases : List.of()));
        }
        if (dice.in100(80)) {
            catalog.add(module("ai", ModuleType.ADDON, List.of()));
        }
        return catalog;
    }

    private static CatalogModule module(String key, ModuleType type, List<String> aliases) {
        return new CatalogModule(new ModuleKey(key), type,
                aliases.stream().map(ModuleKey::new).collect(Collectors.toSet()), null);
    }

    ModuleKey currentModule() {
        return dice.of(current);
    }

    PermissionKey currentPermission() {
        return new PermissionKey(currentModule() + tail());
    }

    String anyModule() {
        return dice.in100(25) ? dice.of(OLD) : dice.of(MODULES);
    }

    String moduleRow() {
        return dice.in100(96) ? anyModule() : dice.of("*", "finance.*", "Finance", "", "finance.x");
    }

    String permissionRow() {
        if (dice.in100(55)) {
            return anyModule() + tail();
        }
        return switch (dice.upTo(9)) {
            case 0, 1, 2, 3 -> anyModule() + ".*";
            case 4, 5 -> anyModule() + "." + dice.of("x", "xx", "y") + ".*";
            case 6 -> anyModule() + "." + dice.of("x", "y") + ".read.*";
            case 7 -> anyModule() + "." + dice.of("x", "xx");
            case 8 -> dice.of("*", ".*", "*.x.read", "finance*", "finance.*.read", "finance.x.*.*");
            default -> anyModule() + "." + dice.of("X.read", ".read", "x.", "x.read ", "x.**");
        };
    }

    private String tail() {
        String tail = "." + dice.of("x", "x", "xx", "y") + "." + dice.of("read", "write", "read-all");
        return dice.in100(15) ? tail + "." + dice.of("own", "all") : tail;
    }
}
