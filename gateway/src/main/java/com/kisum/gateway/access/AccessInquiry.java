package com.kisum.gateway.access;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.UserId;
import com.kisum.policy.access.Vocabulary;
import reactor.core.publisher.Mono;

/**
 * What may this user do in this company, when it is not they who ask? Sources that open to nobody but the user's own token do not
 * implement it.
 */
public interface AccessInquiry {
    /** As {@link AccessLookup#of}, effective access included. Never empty, never an error. */
    Mono<AccessLookup.Found> about(UserId user, CompanyId company, Vocabulary vocabulary);
}
