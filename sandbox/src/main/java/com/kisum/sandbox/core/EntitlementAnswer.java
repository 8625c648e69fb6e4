package com.kisum.sandbox.core;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has a company bought? As Core says it, {@code enabledModules} included: nothing is decided by it, but the gateway warns
 * where it differs from what counts, so here it says what counts.
 */
record EntitlementAnswer(String companyId, long entitlementVersion, @Nullable Base basic, List<Addon> addons,
        List<String> enabledModules) {
    record Base(@JsonProperty("package") String key, String status, Instant startsAt, @Nullable Instant endsAt,
            List<String> modules) {}

    record Addon(String addon, String status, Instant startsAt, @Nullable Instant endsAt, List<String> modules) {}
}
