package com.kisum.policy.reference;

import com.kisum.policy.Decision;
import com.kisum.policy.DenyReason;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.ModuleState;
import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.GracePolicy;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Route;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What would the design decide? Sections 3 to 5 once more, with no thought of speed. */
final class SlowEngine {
    private final World world;
    private final SlowAccess access;

    /** One reason, and how early it stands: 1 subscription, 2 module bought, 3 module granted, 4 permission. */
    private record Lack(int order, DenyReason reason) {}

    private SlowEngine(World world) {
        this.world = world;
        this.access = new SlowAccess(world.catalog(), world.facts());
    }

    static Decision decide(World world) {
        return new SlowEngine(world).decide();
    }

    private Decision decide() {
        World.Question question = world.question();
        List<String> path = SlowMatching.segments(question.target());
        SlowMatching.Candidate winner = SlowMatching.winner(world.routes(), question.method(), path);
        if (winner == null) {
            Set<Method> allowed = SlowMatching.allowed(world.routes(), path);
            boolean hidden = SlowMatching.isInternal(world.routes(), question.method(), path);
            return new Decision.Deny(null,
                    hidden || allowed.isEmpty() ? new DenyReason.NoRoute() : new DenyReason.MethodNotAllowed(allowed));
        }
        DenyReason problem = problem(winner.route());
        return problem == null
                ? new Decision.Allow(winner.route().id())
                : new Decision.Deny(winner.route().id(), problem);
    }

    /** The first thing that is missing on the way, in the order of the journey. */
    private @Nullable DenyReason problem(Route route) {
        World.Question question = world.question();
        if (route.access() == AccessLevel.PUBLIC) {
            return null;
        }
        if (question.tokenProblem() != null || route.access() == AccessLevel.AUTHENTICATED) {
            return question.tokenProblem();
        }
        if (question.companyProblem() != null || route.requirement() == null) {
            return question.companyProblem();
        }
        if (question.unknown() != null) {
            return new DenyReason.AccessUnavailable(question.unknown());
        }
        Lack lack = lack(route.requirement(), route.options().grace());
        return lack == null ? null : lack.reason();
    }

    private @Nullable Lack lack(Requirement requirement, GracePolicy grace) {
        return switch (requirement) {
            case Requirement.NeedsModule needs -> lackOfModule(needs.module().value(), grace);
            case Requirement.NeedsPermission needs -> {
                String key = needs.permission().value();
                Lack module = lackOfModule(key.substring(0, key.indexOf('.')), grace);
                boolean missing = module == null && !access.grantsPermission(key);
                yield missing ? new Lack(4, new DenyReason.PermissionMissing(needs.permission())) : module;
            }
            case Requirement.AllOf all -> all.parts().stream().map(part -> lack(part, grace)).filter(Objects::nonNull)
                    .reduce((one, next) -> next.order() < one.order() ? next : one).orElse(null);
            case Requirement.AnyOf any -> any.parts().stream().anyMatch(part -> lack(part, grace) == null)
                    ? null
                    : any.parts().stream().map(part -> lack(part, grace)).filter(Objects::nonNull)
                            .reduce((one, next) -> next.order() > one.order() ? next : one).orElseThrow();
        };
    }

    private @Nullable Lack lackOfModule(String module, GracePolicy grace) {
        ModuleState base = access.base();
        ModuleState state = access.module(module);
        ModuleKey key = new ModuleKey(module);
        if (!counts(base, grace)) {
            return new Lack(1, readOnly(new DenyReason.SubscriptionInactive(base), base, grace));
        }
        if (!counts(state, grace)) {
            return new Lack(2, readOnly(new DenyReason.ModuleNotEntitled(key, state), state, grace));
        }
        return access.grantsModule(module) ? null : new Lack(3, new DenyReason.ModuleNotGranted(key));
    }

    private boolean counts(ModuleState state, GracePolicy grace) {
        boolean graceCounts = switch (grace) {
            case DENY -> false;
            case READ -> !isWrite();
            case ALLOW -> true;
        };
        return state == ModuleState.ACTIVE || state == ModuleState.TRIAL
                || (state == ModuleState.GRACE && graceCounts);
    }

    private DenyReason readOnly(DenyReason cause, ModuleState state, GracePolicy grace) {
        boolean causedByGrace = state == ModuleState.GRACE && grace == GracePolicy.READ && isWrite();
        return causedByGrace ? new DenyReason.GraceReadOnly(cause) : cause;
    }

    private boolean isWrite() {
        return !List.of("GET", "HEAD", "OPTIONS").contains(world.question().method().name());
    }
}
