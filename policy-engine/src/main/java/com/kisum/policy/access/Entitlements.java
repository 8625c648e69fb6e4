package com.kisum.policy.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a company has bought, as one snapshot of Core says.
 *
 * @param version Core's number of this snapshot; it never restarts for a company
 * @param base the one base subscription; null when there is none
 */
public record Entitlements(CompanyId company, long version, @Nullable Subscription base, List<Subscription> addons) {
    public Entitlements {
        FactVersion.checked(version);
        addons = List.copyOf(addons);
    }
}
