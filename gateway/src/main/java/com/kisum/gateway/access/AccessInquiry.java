package com.kisum.gateway.access;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.UserId;
import com.kisum.policy.access.Vocabulary;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * What may this user do in this company, when it is not they who ask? Sources that open to nobody but the user's own token do not
 * implement it. Asking costs the user nothing: what they may still ask for themselves is as much as before.
 */
public interface AccessInquiry {
    /** What a request would have found, and what that rests on, in the order in which it was looked up. */
    record Known(AccessLookup.Found found, List<Evidence> evidence) {}

    /** As {@link AccessLookup#of}. Never empty, never an error. */
    Mono<Known> about(UserId user, CompanyId company, boolean withAccess, Vocabulary vocabulary, Duration tolerance);
}
