package com.kisum.gateway.manage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why, in words.
 *
 * @param route null where none takes the request
 * @param code null when it is allowed
 * @param accessFrom where effective access came from
 */
public record Explanation(String result, @Nullable String code, @Nullable String route, List<String> steps,
        List<String> remedies, @Nullable String accessVersion, @Nullable String accessFrom, String policyRevision) {}
