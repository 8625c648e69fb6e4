package com.kisum.policy;

import com.kisum.policy.access.EffectiveAccess;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.ModuleState;
import com.kisum.policy.route.GracePolicy;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.Requirement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which reason is told to a member who does not meet a requirement?
 *
 * <p>The one that the person who can fix it first is named by. Reasons have a rank: subscription, module bought, module
 * granted, permission. All parts of an {@code allOf} must be fixed, so its earliest is told; one part of an
 * {@code anyOf} is enough, so its latest, the one closest to done. Of equals the first as written.
 */
final class RequirementJudge {
    private final EffectiveAccess access;
    private final GracePolicy grace;
    private final Method method;
    private final @Nullable Trace trace;

    RequirementJudge(EffectiveAccess access, GracePolicy grace, Method method, @Nullable Trace trace) {
        this.access = access;
        this.grace = grace;
        this.method = method;
        this.trace = trace;
    }

    /** Ordered from what is fixed first to what is fixed last. */
    private enum Rank {
        SUBSCRIPTION, MODULE_BOUGHT, MODULE_GRANTED, PERMISSION
    }

    private record Missing(Rank rank, DenyReason reason) {}

    /** Null when the requirement is met. */
    @Nullable
    DenyReason missing(Requirement requirement) {
        Missing missing = judge(requirement, 0);
        return missing == null ? null : missing.reason();
    }

    private @Nullable Missing judge(Requirement requirement, int depth) {
        int at = trace == null ? 0 : trace.reserve();
        Missing missing = switch (requirement) {
            case Requirement.NeedsModule needs -> judge(needs.module());
            case Requirement.NeedsPermission needs -> {
                Missing module = judge(needs.permission().module());
                yield module != null || access.isGranted(needs.permission())
                        ? module
                        : new Missing(Rank.PERMISSION, new DenyReason.PermissionMissing(needs.permission()));
            }
            case Requirement.AllOf all -> earliest(all.parts(), depth + 1);
            case Requirement.AnyOf any -> latest(any.parts(), depth + 1);
        };
        if (trace != null) {
            trace.set(at, new Step.RequirementChecked(requirement, depth, access,
                    missing == null ? null : missing.reason()));
        }
        return missing;
    }

    private @Nullable Missing judge(ModuleKey module) {
        boolean graceCounts = grace.countsFor(method);
        ModuleState base = access.baseState();
        if (!base.counts(graceCounts)) {
            return new Missing(Rank.SUBSCRIPTION, orReadOnly(new DenyReason.SubscriptionInactive(base), base));
        }
        ModuleState state = access.stateOf(module);
        if (!state.counts(graceCounts)) {
            return new Missing(Rank.MODULE_BOUGHT, orReadOnly(new DenyReason.ModuleNotEntitled(module, state), state));
        }
        return access.isGranted(module)
                ? null
                : new Missing(Rank.MODULE_GRANTED, new DenyReason.ModuleNotGranted(module));
    }

    private DenyReason orReadOnly(DenyReason reason, ModuleState state) {
        return state == ModuleState.GRACE && grace.isReadOnlyFor(method)
                ? new DenyReason.GraceReadOnly(reason)
                : reason;
    }

    private @Nullable Missing earliest(List<Requirement> parts, int depth) {
        Missing earliest = null;
        for (Requirement part : parts) {
            Missing missing = judge(part, depth);
            if (missing != null && (earliest == null || missing.rank().compareTo(earliest.rank()) < 0)) {
                earliest = missing;
            }
        }
        return earliest;
    }

    private @Nullable Missing latest(List<Requirement> parts, int depth) {
        Missing latest = null;
        boolean met = false;
        for (Requirement part : parts) {
            Missing missing = judge(part, depth);
            met |= missing == null;
            if (missing != null && (latest == null || missing.rank().compareTo(latest.rank()) > 0)) {
                latest = missing;
            }
        }
        return met ? null : latest;
    }
}
