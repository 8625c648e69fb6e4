package com.kisum.gateway.decide;

import com.kisum.policy.route.Lookup;
import com.kisum.policy.route.Requirement;
import org.jspecify.annotations.Nullable;

/** What is someone about to do, in the policy's words? The permission required, else the module, else the method. */
final class RouteAction {
    private RouteAction() {}

    static String of(Lookup.@Nullable Found found, String method) {
        if (found == null || found.route().requirement() == null) {
            return method;
        }
        Requirement requirement = found.route().requirement();
        String permission = first(requirement, true);
        String module = permission == null ? first(requirement, false) : null;
        return permission != null ? permission : module != null ? module : method;
    }

    private static @Nullable String first(Requirement requirement, boolean permission) {
        return switch (requirement) {
            case Requirement.NeedsModule needs -> permission ? null : needs.module().toString();
            case Requirement.NeedsPermission needs -> permission ? needs.permission().toString() : null;
            case Requirement.AllOf all -> first(all.parts(), permission);
            case Requirement.AnyOf any -> first(any.parts(), permission);
        };
    }

    private static @Nullable String first(Iterable<Requirement> parts, boolean permission) {
        for (Requirement part : parts) {
            String found = first(part, permission);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
