package com.kisum.policy.route;

import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.PermissionKey;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a route asks of a member. There is no <em>not</em>, so giving someone more never turns allow into deny.
 */
public sealed interface Requirement {
    record NeedsModule(ModuleKey module) implements Requirement {
        @Override
        public String toString() {
            return "module " + module;
        }
    }

    /** Implies the permission's module. */
    record NeedsPermission(PermissionKey permission) implements Requirement {
        @Override
        public String toString() {
            return "permission " + permission;
        }
    }

    record AllOf(List<Requirement> parts) implements Requirement {
        public AllOf {
            parts = checked(parts);
        }

        @Override
        public String toString() {
            return joined(parts, " and ");
        }
    }

    record AnyOf(List<Requirement> parts) implements Requirement {
        public AnyOf {
            parts = checked(parts);
        }

        @Override
        public String toString() {
            return joined(parts, " or ");
        }
    }

    private static List<Requirement> checked(List<Requirement> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a requirement's list is not empty");
        }
        return List.copyOf(parts);
    }

    private static String joined(List<Requirement> parts, String word) {
        return parts.stream()
                .map(part -> part instanceof AllOf || part instanceof AnyOf ? "(" + part + ")" : part.toString())
                .collect(Collectors.joining(word));
    }
}
