package com.kisum.core;

import com.kisum.policy.access.CompanyId;
import reactor.core.publisher.Mono;

/** What has this company bought? */
public interface EntitlementSource {
    /** Never empty, never an error. */
    Mono<EntitlementAnswer> entitlementsOf(CompanyId company);
}
