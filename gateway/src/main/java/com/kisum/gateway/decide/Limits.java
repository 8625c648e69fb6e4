package com.kisum.gateway.decide;

import com.kisum.gateway.access.AccessLookup;
import com.kisum.gateway.identity.Identity;
import com.kisum.gateway.limit.Bucket;
import com.kisum.gateway.limit.Passage;
import com.kisum.gateway.limit.RateLimits;
import com.kisum.gateway.record.DecisionEvent.AccessFrom;
import com.kisum.policy.Caller;
import com.kisum.policy.Decision;
import com.kisum.policy.DenyReason;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.UserId;
import com.kisum.policy.route.Lookup;
import com.kisum.policy.route.RateLimit;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Whose request is counted, and when? Each limit at the step at which it is proven whom it concerns: who is counted sooner could use up
 * what is another's. A route without such a limit goes straight on.
 */
final class Limits {
    private final RateLimits rates;

    Limits(RateLimits rates) {
        this.rates = rates;
    }

    /** Whether it has to be known who asks before anything else is asked. */
    static boolean countUsers(Lookup.Found found) {
        return limit(found, RateLimit.Scope.USER) != null;
    }

    Mono<Decided> perAddress(RecordEntry entry, Lookup.Found found, Caller nobody, Supplier<Mono<Decided>> next) {
        RateLimit.Limited limit = limit(found, RateLimit.Scope.ADDRESS);
        return limit == null
                ? next.get()
                : counted(entry, found, limit, entry.received().origin().client().site(), nobody, null, next);
    }

    Mono<Decided> perUser(RecordEntry entry, Lookup.Found found, Identity identity, Supplier<Mono<Decided>> next) {
        RateLimit.Limited limit = limit(found, RateLimit.Scope.USER);
        return limit != null && identity instanceof Identity.Proven(UserId user, boolean _)
                ? counted(entry, found, limit, user.value(),
                        new Caller.Authenticated(user, new DenyReason.CompanyRequired()), null, next)
                : next.get();
    }

    Mono<Decided> perCompany(RecordEntry entry, Lookup.Found found, Identity identity, AccessLookup.Found met,
            Supplier<Mono<Decided>> next) {
        RateLimit.Limited limit = limit(found, RateLimit.Scope.COMPANY);
        CompanyId company = limit != null && identity instanceof Identity.Proven ? companyOf(met.caller()) : null;
        return limit != null && company != null
                ? counted(entry, found, limit, company.value(), met.caller(), met.from(), next)
                : next.get();
    }

    private static RateLimit.@Nullable Limited limit(Lookup.Found found, RateLimit.Scope scope) {
        return found.route().options().rateLimit() instanceof RateLimit.Limited limit && limit.scope() == scope
                ? limit
                : null;
    }

    /** Null for whoever is no member: they must not use up what is the members'. */
    private static @Nullable CompanyId companyOf(Caller caller) {
        return switch (caller) {
            case Caller.Unproven _,Caller.Authenticated _ -> null;
            case Caller.Member member -> member.company();
            case Caller.MemberWithAccess member -> member.access().company();
        };
    }

    private Mono<Decided> counted(RecordEntry entry, Lookup.Found found, RateLimit.Limited limit, String who,
            Caller caller, @Nullable AccessFrom from, Supplier<Mono<Decided>> next) {
        return rates.take(new Bucket(found.route().id(), limit.scope(), who), limit)
                .flatMap(Journey.step(passage -> switch (passage) {
                    case Passage.Passed _ -> next.get();
                    case Passage.Refused(Duration retryAfter) -> {
                        Decided refused = new Decided(found, caller, from,
                                new Decision.Deny(found.route().id(), new DenyReason.RateLimited(retryAfter)));
                        entry.decided(refused);
                        yield Mono.just(refused);
                    }
                }));
    }
}
