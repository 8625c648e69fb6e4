package com.kisum.policy.access;

import java.util.Locale;

/**
 * How does a company stand to a module at an instant? Ordered from best to worst: a module is never in a better state
 * than the company's base, and of two subscriptions for one module the better counts.
 */
public enum ModuleState {
    ACTIVE, TRIAL, GRACE, SUSPENDED, CANCELLED, EXPIRED, TRIAL_ENDED, NONE;

    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Whether it gives access on a route that does, or does not, let grace count. */
    public boolean counts(boolean graceCounts) {
        return this == ACTIVE || this == TRIAL || (this == GRACE && graceCounts);
    }

    ModuleState worseOf(ModuleState other) {
        return compareTo(other) >= 0 ? this : other;
    }

    ModuleState betterOf(ModuleState other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** As answers and files spell it: {@code trial-ended}. */
    public String wireName() {
        return wireName;
    }

    @Override
    public String toString() {
        return wireName;
    }
}
