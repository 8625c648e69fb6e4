package com.kisum.policy.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing a company bought, and the modules that come with it. It holds in [{@code startsAt}, {@code endsAt}); a
 * missing date is no bound.
 */
public record Subscription(SubscriptionStatus status, @Nullable Instant startsAt, @Nullable Instant endsAt,
        Set<ModuleKey> modules) {
    public Subscription {
        modules = Set.copyOf(modules);
    }

    public ModuleState stateAt(Instant now) {
        if (startsAt != null && now.isBefore(startsAt)) {
            return ModuleState.NONE;
        }
        boolean ended = endsAt != null && !now.isBefore(endsAt);
        return switch (status) {
            case ACTIVE -> ended ? ModuleState.EXPIRED : ModuleState.ACTIVE;
            case TRIAL -> ended ? ModuleState.TRIAL_ENDED : ModuleState.TRIAL;
            case GRACE -> ended ? ModuleState.EXPIRED : ModuleState.GRACE;
            case SUSPENDED -> ModuleState.SUSPENDED;
            case CANCELLED -> ModuleState.CANCELLED;
            case EXPIRED -> ModuleState.EXPIRED;
        };
    }

    /** The first of its dates after {@code now}, or {@code limit} when that comes first. */
    Instant nextChange(Instant now, Instant limit) {
        return earlier(now, startsAt, earlier(now, endsAt, limit));
    }

    private static Instant earlier(Instant now, @Nullable Instant date, Instant limit) {
        return date != null && date.isAfter(now) && date.isBefore(limit) ? date : limit;
    }
}
