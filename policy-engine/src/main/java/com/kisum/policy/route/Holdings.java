package com.kisum.policy.route;

import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.PermissionKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One least set of things that meets a requirement: what a person must hold, and could not spare. Because requirements
 * have no <em>not</em>, the least sets say everything about who passes; comparing two requirements is trying the least
 * sets of the one on the other.
 */
public record Holdings(Set<ModuleKey> modules, Set<PermissionKey> permissions) {
    /** More alternatives than a person could mean; beyond it two requirements are not compared. */
    static final int MOST = 512;

    private static final Holdings NOTHING = new Holdings(Set.of(), Set.of());

    public Holdings {
        permissions = new TreeSet<>(permissions);
        Set<ModuleKey> implied = permissions.stream().map(PermissionKey::module).collect(Collectors.toSet());
        modules = modules.stream().filter(module -> !implied.contains(module))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether someone with just this would pass. */
    public boolean meet(Requirement requirement) {
        return switch (requirement) {
            case Requirement.NeedsModule needs -> modules.contains(needs.module())
                    || permissions.stream().anyMatch(permission -> permission.module().equals(needs.module()));
            case Requirement.NeedsPermission needs -> permissions.contains(needs.permission());
            case Requirement.AllOf all -> all.parts().stream().allMatch(this::meet);
            case Requirement.AnyOf any -> any.parts().stream().anyMatch(this::meet);
        };
    }

    /** Every least set that meets the requirement; empty when there are too many to tell. */
    public static List<Holdings> leastFor(Requirement requirement) {
        return leastOf(alternatives(requirement));
    }

    /** Whether everyone who meets the first meets the second. False when that is too much to tell. */
    public static boolean implies(Requirement first, Requirement second) {
        List<Holdings> least = leastFor(first);
        return !least.isEmpty() && least.stream().allMatch(holdings -> holdings.meet(second));
    }

    private static Set<Holdings> alternatives(Requirement requirement) {
        return switch (requirement) {
            case Requirement.NeedsModule needs -> Set.of(new Holdings(Set.of(needs.module()), Set.of()));
            case Requirement.NeedsPermission needs -> Set.of(new Holdings(Set.of(), Set.of(needs.permission())));
            case Requirement.AnyOf any -> {
                Set<Holdings> all = new LinkedHashSet<>();
                for (Requirement part : any.parts()) {
                    Set<Holdings> ways = alternatives(part);
                    all.addAll(ways);
                    if (ways.isEmpty() || all.size() > MOST) {
                        yield Set.of();
                    }
                }
                yield all;
            }
            case Requirement.AllOf all -> {
                Set<Holdings> combined = Set.of(NOTHING);
                for (Requirement part : all.parts()) {
                    Set<Holdings> ways = alternatives(part);
                    if ((long) combined.size() * ways.size() > MOST) {
                        yield Set.of();
                    }
                    Set<Holdings> next = new LinkedHashSet<>();
                    for (Holdings one : combined) {
                        ways.forEach(way -> next.add(one.and(way)));
                    }
                    combined = next;
                }
                yield combined;
            }
        };
    }

    private static List<Holdings> leastOf(Set<Holdings> alternatives) {
        List<Holdings> least = new ArrayList<>();
        for (Holdings candidate : alternatives) {
            if (alternatives.stream().noneMatch(other -> !other.equals(candidate) && candidate.contains(other))) {
                least.add(candidate);
            }
        }
        return least;
    }

    private Holdings and(Holdings other) {
        Set<ModuleKey> bothModules = new TreeSet<>(modules);
        bothModules.addAll(other.modules);
        Set<PermissionKey> bothPermissions = new TreeSet<>(permissions);
        bothPermissions.addAll(other.permissions);
        return new Holdings(bothModules, bothPermissions);
    }

    private boolean contains(Holdings other) {
        return permissions.containsAll(other.permissions) && other.modules.stream().allMatch(
                module -> modules.contains(module)
                        || permissions.stream().anyMatch(key -> key.module().equals(module)));
    }

    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        modules.forEach(module -> words.add("module " + module));
        permissions.forEach(permission -> words.add(permission.value()));
        return String.join(" and ", words);
    }
}
