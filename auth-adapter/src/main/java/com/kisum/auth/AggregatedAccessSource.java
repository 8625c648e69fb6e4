package com.kisum.auth;

import com.kisum.policy.access.CompanyId;
import reactor.core.publisher.Mono;

/** What may the bearer of this token do in this company, by Auth's own account? */
public interface AggregatedAccessSource {
    /** Never empty, never an error. Asked with the request's own token. */
    Mono<AggregatedAnswer> access(CompanyId company, String token);
}
