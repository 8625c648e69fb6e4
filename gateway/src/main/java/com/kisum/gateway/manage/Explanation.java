package com.kisum.gateway.manage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why, in words.
 *
 * @param route null where none takes the request
 * @param code null when it is allowed
 * @param facts what was looked up to decide, in that order
 * @param accessFrom where effective access came from
 */
public record Explanation(String result, @Nullable String code, @Nullable String route, List<String> steps,
        List<String> remedies, List<ShownFact> facts, @Nullable String accessVersion, @Nullable String accessFrom,
        String policyRevision) {
    /**
     * What was known of one fact.
     *
     * @param fact {@code membership} or {@code entitlements}
     * @param source {@code memory}, {@code redis}, {@code source} or {@code stale}; null where there is none that may decide
     * @param version the source's own
     * @param ageMillis since the load began that it came from, on whichever replica
     * @param confirmedMillisAgo since it was last known to be current
     * @param missing why there is none
     */
    public record ShownFact(String fact, @Nullable String source, @Nullable Long version, @Nullable Long ageMillis,
            @Nullable Long confirmedMillisAgo, @Nullable String missing) {}
}
