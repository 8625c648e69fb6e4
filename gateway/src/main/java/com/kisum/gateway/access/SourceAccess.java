package com.kisum.gateway.access;

import com.kisum.auth.MembershipAnswer;
import com.kisum.auth.MembershipSource;
import com.kisum.core.EntitlementAnswer;
import com.kisum.core.EntitlementSource;
import com.kisum.gateway.identity.Identity;
import com.kisum.gateway.record.DecisionEvent.AccessFrom;
import com.kisum.gateway.record.Recorder;
import com.kisum.policy.Caller;
import com.kisum.policy.DenyReason;
import com.kisum.policy.Source;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.EffectiveAccess;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.UserId;
import com.kisum.policy.access.Vocabulary;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What do Auth and Core say, right now? Asked in the order of the journey: Core only for members, so that a stranger is a stranger
 * whether Core answers or not.
 */
public final class SourceAccess implements AccessLookup, AccessInquiry {
    private static final Logger LOG = LoggerFactory.getLogger(SourceAccess.class);

    private final MembershipSource memberships;
    private final EntitlementSource entitlements;
    private final InstantSource clock;
    private final Recorder recorder;

    public SourceAccess(MembershipSource memberships, EntitlementSource entitlements, InstantSource clock,
            Recorder recorder) {
        this.memberships = memberships;
        this.entitlements = entitlements;
        this.clock = clock;
        this.recorder = recorder;
    }

    @Override
    public Mono<Found> of(Identity.Proven who, CompanyId company, boolean withAccess, Vocabulary vocabulary) {
        return loaded(who.user(), company, withAccess, vocabulary);
    }

    @Override
    public Mono<Found> about(UserId user, CompanyId company, Vocabulary vocabulary) {
        return loaded(user, company, true, vocabulary);
    }

    private Mono<Found> loaded(UserId user, CompanyId company, boolean withAccess, Vocabulary vocabulary) {
        return memberships.membership(company, user).flatMap(answer -> switch (answer) {
            case MembershipAnswer.Member(Grants grants) ->
                withAccess ? withEntitlements(user, grants, vocabulary) : Mono.just(memberOnly(user, grants));
            case MembershipAnswer.NotAMember _ -> Mono.just(stranger(user, new DenyReason.NotAMember()));
            case MembershipAnswer.Outage(String cause) -> {
                LOG.warn("memberships are unavailable: {}", cause);
                recorder.accessLookup(AccessFrom.SOURCE, "outage");
                yield Mono.just(stranger(user, new DenyReason.AccessUnavailable(Source.AUTH)));
            }
        });
    }

    private Mono<Found> withEntitlements(UserId user, Grants grants, Vocabulary vocabulary) {
        return entitlements.entitlementsOf(grants.company()).map(answer -> switch (answer) {
            case EntitlementAnswer.Known known -> {
                recorder.accessLookup(AccessFrom.SOURCE, "loaded");
                yield new Found(new Caller.MemberWithAccess(user,
                        EffectiveAccess.of(known.entitlements(), grants, vocabulary, clock.instant())),
                        AccessFrom.SOURCE);
            }
            case EntitlementAnswer.Outage(String cause) -> {
                LOG.warn("entitlements are unavailable: {}", cause);
                recorder.accessLookup(AccessFrom.SOURCE, "outage");
                yield memberOnly(user, grants);
            }
        });
    }

    private static Found memberOnly(UserId user, Grants grants) {
        return new Found(new Caller.Member(user, grants.company(), grants.membership(), Source.CORE), null);
    }

    private static Found stranger(UserId user, DenyReason.OfCompany why) {
        return new Found(new Caller.Authenticated(user, why), null);
    }
}
