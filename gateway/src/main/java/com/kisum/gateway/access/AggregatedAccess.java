package com.kisum.gateway.access;

import com.kisum.auth.AggregatedAccessSource;
import com.kisum.auth.AggregatedAnswer;
import com.kisum.gateway.identity.Bearer;
import com.kisum.gateway.record.DecisionEvent.AccessFrom;
import com.kisum.gateway.record.Recorder;
import com.kisum.policy.Caller;
import com.kisum.policy.DenyReason;
import com.kisum.policy.Source;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.EffectiveAccess;
import com.kisum.policy.access.UserId;
import com.kisum.policy.access.Vocabulary;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What does Auth's own aggregation say, right now? Asked with the caller's token, because Auth tells nobody else. Membership and access
 * are one answer here, so a route that asks for membership only costs the same call.
 */
public final class AggregatedAccess implements AccessLookup {
    private static final Logger LOG = LoggerFactory.getLogger(AggregatedAccess.class);

    private final AggregatedAccessSource source;
    private final InstantSource clock;
    private final Recorder recorder;

    public AggregatedAccess(AggregatedAccessSource source, InstantSource clock, Recorder recorder) {
        this.source = source;
        this.clock = clock;
        this.recorder = recorder;
    }

    @Override
    public Mono<Found> of(Bearer who, CompanyId company, boolean withAccess, Vocabulary vocabulary,
            Duration tolerance) {
        return source.access(company, who.token()).map(answer -> switch (answer) {
            case AggregatedAnswer.Access access -> found(who.user(), access, vocabulary);
            case AggregatedAnswer.NotAMember _ -> stranger(who.user(), new DenyReason.NotAMember());
            case AggregatedAnswer.SessionRevoked _ -> {
                // Our own look at the session came first and found it alive: it ended between the two.
                recorder.authenticationFailed("revoked");
                yield new Found(new Caller.Unproven(new DenyReason.SessionRevoked()), null);
            }
            case AggregatedAnswer.Outage(String cause) -> outage(who.user(), cause);
        });
    }

    private Found found(UserId user, AggregatedAnswer.Access access, Vocabulary vocabulary) {
        Instant now = clock.instant();
        if (!now.isBefore(access.validUntil())) {
            return outage(user, "the answer was no longer valid when it came; do the clocks differ?");
        }
        recorder.accessLookup(AccessFrom.SOURCE, "loaded");
        return new Found(new Caller.MemberWithAccess(user, EffectiveAccess.of(access.entitlements(), access.grants(),
                vocabulary, now, access.version())), AccessFrom.SOURCE);
    }

    private Found outage(UserId user, String cause) {
        LOG.warn("access is unavailable: {}", cause);
        recorder.accessLookup(AccessFrom.SOURCE, "outage");
        return stranger(user, new DenyReason.AccessUnavailable(Source.AUTH));
    }

    private static Found stranger(UserId user, DenyReason.OfCompany why) {
        return new Found(new Caller.Authenticated(user, why), null);
    }
}
