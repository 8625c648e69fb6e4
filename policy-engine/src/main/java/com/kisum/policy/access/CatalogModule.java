package com.kisum.policy.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What routes.yml says of a module.
 *
 * @param aliases its old names
 * @param permissions the permissions it has; null while it is not catalogued yet
 */
public record CatalogModule(ModuleKey key, ModuleType type, Set<ModuleKey> aliases,
        @Nullable Set<PermissionKey> permissions) {
    public CatalogModule {
        aliases = Set.copyOf(aliases);
        permissions = permissions == null ? null : Set.copyOf(permissions);
    }
}
