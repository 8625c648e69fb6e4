package com.kisum.auth;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.UserId;
import reactor.core.publisher.Mono;

/** Is this user a member there, and what were they granted? Version and facts come from one snapshot. */
public interface MembershipSource {
    /** Never empty, never an error. */
    Mono<MembershipAnswer> membership(CompanyId company, UserId user);
}
