package com.kisum.core;

import com.kisum.policy.access.Entitlements;

/** What Core says of a company. */
public sealed interface EntitlementAnswer {
    record Known(Entitlements entitlements) implements EntitlementAnswer {}

    /** Core could not be asked, or what it said cannot be used. A 401, 403, 404 or 429 of Core's is this, too. */
    record Outage(String cause) implements EntitlementAnswer {}
}
