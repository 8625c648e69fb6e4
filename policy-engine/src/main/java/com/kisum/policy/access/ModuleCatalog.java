package com.kisum.policy.access;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which modules are there, and what were they called before? Rewrites old names wherever a key comes from, and knows
 * personas from addons. It judges routes.yml and its tests; a fact it has never heard of stays a fact.
 */
public final class ModuleCatalog {
    public static final ModuleCatalog EMPTY = new ModuleCatalog(List.of());

    private final Map<ModuleKey, CatalogModule> modules = new TreeMap<>();
    private final Map<ModuleKey, ModuleKey> currentNames = new HashMap<>();

    public ModuleCatalog(Collection<CatalogModule> declared) {
        for (CatalogModule module : declared) {
            if (modules.put(module.key(), module) != null) {
                throw new IllegalArgumentException("module '" + module.key() + "' is declared twice");
            }
        }
        for (CatalogModule module : declared) {
            for (ModuleKey alias : module.aliases()) {
                if (modules.containsKey(alias) || currentNames.put(alias, module.key()) != null) {
                    throw new IllegalArgumentException("'" + alias + "' names more than one module");
                }
            }
        }
    }

    public Collection<CatalogModule> modules() {
        return Collections.unmodifiableCollection(modules.values());
    }

    /** The module of this current name, if it is declared. */
    public @Nullable CatalogModule find(ModuleKey key) {
        return modules.get(key);
    }

    public boolean isOldName(ModuleKey key) {
        return currentNames.containsKey(key);
    }

    public ModuleKey current(ModuleKey key) {
        return currentNames.getOrDefault(key, key);
    }

    public PermissionKey current(PermissionKey key) {
        String renamed = renamed(key.value());
        return renamed == null ? key : new PermissionKey(renamed);
    }

    public PermissionPrefix current(PermissionPrefix prefix) {
        String renamed = renamed(prefix.parts());
        return renamed == null ? prefix : new PermissionPrefix(renamed);
    }

    private @Nullable String renamed(String key) {
        if (currentNames.isEmpty()) {
            return null;
        }
        String first = KeyGrammar.firstPart(key);
        ModuleKey current = currentNames.get(new ModuleKey(first));
        return current == null ? null : current.value() + key.substring(first.length());
    }

    boolean isPersona(ModuleKey current) {
        CatalogModule module = modules.get(current);
        return module != null && module.type() == ModuleType.BASE;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModuleCatalog catalog && modules.equals(catalog.modules);
    }

    @Override
    public int hashCode() {
        return modules.hashCode();
    }
}
