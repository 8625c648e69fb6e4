package com.kisum.gateway.access;

import com.kisum.gateway.identity.Bearer;
import com.kisum.gateway.record.DecisionEvent.AccessFrom;
import com.kisum.policy.Caller;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Vocabulary;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What may the caller do in this company? Composed by us or aggregated by Auth, held or asked for. */
public interface AccessLookup {
    /** What was found, and where. */
    record Found(Caller caller, @Nullable AccessFrom from) {}

    /**
     * Asks for membership, and for effective access only where a route needs it. Never empty, never an error.
     *
     * @param tolerance how long after it was last fresh something may decide still, when nobody can be asked
     */
    Mono<Found> of(Bearer bearer, CompanyId company, boolean withAccess, Vocabulary vocabulary, Duration tolerance);
}
