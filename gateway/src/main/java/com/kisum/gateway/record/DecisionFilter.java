package com.kisum.gateway.record;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which decisions does someone want to see? Those that everything holds for that they said; null where they said nothing.
 *
 * @param code exactly
 * @param route a part of the route's id
 * @param user a part of the user's id
 * @param company a part of the company's id
 */
public record DecisionFilter(@Nullable Outcome outcome, @Nullable String code, @Nullable String route,
        @Nullable String user, @Nullable String company) {
    public static final DecisionFilter ALL = new DecisionFilter(null, null, null, null, null);

    boolean accepts(DecisionEvent event) {
        return (outcome == null || outcome == Outcome.of(event)) && (code == null || code.equals(event.code()))
                && holds(event.route(), route) && holds(event.userId(), user) && holds(event.companyId(), company);
    }

    private static boolean holds(@Nullable String value, @Nullable String part) {
        return part == null
                || (value != null && value.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT)));
    }
}
