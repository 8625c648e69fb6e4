package com.kisum.policy.access;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What one member was given in one company, as one snapshot of Auth says.
 *
 * @param version Auth's number of this snapshot; it never restarts for a membership
 * @param ignored how many rows were neither a key nor a prefix; a row we cannot read gives nothing
 */
public record Grants(CompanyId company, MembershipId membership, long version, Set<ModuleKey> modules,
        Set<PermissionKey> permissions, Set<PermissionPrefix> prefixes, int ignored) {
    public Grants {
        FactVersion.checked(version);
        modules = KeySet.of(modules, KeyPool.MODULES);
        permissions = KeySet.of(permissions, KeyPool.PERMISSIONS);
        prefixes = Set.copyOf(prefixes);
    }

    /** Reads rows as Auth stores them. Any {@code *} that is not a final {@code .*} makes a row ignored, and counted. */
    public static Grants of(CompanyId company, MembershipId membership, long version, Collection<String> moduleRows,
            Collection<String> permissionRows) {
        Set<ModuleKey> modules = new HashSet<>();
        Set<PermissionKey> permissions = new HashSet<>();
        Set<PermissionPrefix> prefixes = new HashSet<>();
        int ignored = 0;
        for (String row : moduleRows) {
            if (ModuleKey.accepts(row)) {
                modules.add(new ModuleKey(row));
            } else {
                ignored++;
            }
        }
        for (String row : permissionRows) {
            if (PermissionKey.accepts(row)) {
                permissions.add(new PermissionKey(row));
            } else if (PermissionPrefix.accepts(row)) {
                prefixes.add(PermissionPrefix.of(row));
            } else {
                ignored++;
            }
        }
        return new Grants(company, membership, version, modules, permissions, prefixes, ignored);
    }
}
