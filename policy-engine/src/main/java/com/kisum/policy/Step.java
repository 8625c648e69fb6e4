package com.kisum.policy;

import com.kisum.policy.access.EffectiveAccess;
import com.kisum.policy.path.PathReading;
import com.kisum.policy.route.Lookup;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Route;
import org.jspecify.annotations.Nullable;

/** One step on the way to a decision, with what it looked at. A trace of them is what an explanation is made of. */
public sealed interface Step {
    record DoorChecked(PathReading reading) implements Step {}

    record RouteSought(Lookup lookup) implements Step {}

    /**
     * @param problem null when the token was proven
     */
    record TokenChecked(Route route, Caller caller, DenyReason.@Nullable OfToken problem) implements Step {}

    /**
     * @param problem null when the caller is a member
     */
    record CompanyChecked(Route route, Caller caller, DenyReason.@Nullable OfCompany problem) implements Step {}

    /** Effective access was needed, and could not be had. */
    record AccessMissing(Route route, Source source) implements Step {}

    /**
     * One node of the requirement.
     *
     * @param depth how deep it is nested
     * @param missing null when it is met
     */
    record RequirementChecked(Requirement requirement, int depth, EffectiveAccess access, @Nullable DenyReason missing)
            implements
                Step {}
}
