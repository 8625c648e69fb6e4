package com.kisum.policy.access;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which keys can any route of one policy revision ask for? Numbers them, so that access is compiled to bits once and a
 * requirement is a mask. Every permission's module is among the modules.
 */
public final class Vocabulary {
    private final ModuleCatalog catalog;
    private final Map<ModuleKey, Integer> modules = new HashMap<>();
    private final TreeMap<String, Integer> permissions = new TreeMap<>();

    /** Keys are given under their current names. */
    public Vocabulary(ModuleCatalog catalog, Collection<ModuleKey> modules, Collection<PermissionKey> permissions) {
        this.catalog = catalog;
        TreeSet<ModuleKey> named = new TreeSet<>(modules);
        permissions.forEach(permission -> named.add(permission.module()));
        for (ModuleKey module : named) {
            this.modules.put(module, this.modules.size());
        }
        for (PermissionKey permission : new TreeSet<>(permissions)) {
            this.permissions.put(permission.value(), this.modules.size() + this.permissions.size());
        }
    }

    public ModuleCatalog catalog() {
        return catalog;
    }

    /** The module's number; it must be one that a route asks for. */
    public int numberOf(ModuleKey module) {
        return known(modules.get(module), module);
    }

    /** The permission's number; it must be one that a route asks for. */
    public int numberOf(PermissionKey permission) {
        return known(permissions.get(permission.value()), permission);
    }

    Map<ModuleKey, Integer> modules() {
        return modules;
    }

    @Nullable
    Integer find(PermissionKey permission) {
        return permissions.get(permission.value());
    }

    void forEachUnder(PermissionPrefix prefix, IntConsumer action) {
        // '/' is the character after '.': the range holds exactly the keys that begin with "parts.".
        permissions.subMap(prefix.parts() + '.', prefix.parts() + '/').values().forEach(action::accept);
    }

    int words() {
        return (modules.size() + permissions.size() + Long.SIZE - 1) / Long.SIZE;
    }

    private static int known(@Nullable Integer number, Object key) {
        if (number == null) {
            throw new IllegalArgumentException("no route asks for " + key);
        }
        return number;
    }
}
