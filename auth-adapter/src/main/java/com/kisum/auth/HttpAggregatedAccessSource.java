package com.kisum.auth;

import com.kisum.policy.access.CompanyId;
import java.time.Duration;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/** What does {@code GET /auth/me/access} say of this token's bearer in this company? */
final class HttpAggregatedAccessSource implements AggregatedAccessSource {
    /** RFC 6750's {@code b64token}. */
    private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]++=*+");

    private final BoundedGet access;
    private final Duration timeout;
    private final CallGuard<AggregatedAnswer> guard;

    HttpAggregatedAccessSource(BoundedGet access, AccessCallSettings settings, CallGuard<AggregatedAnswer> guard) {
        this.access = access;
        this.timeout = settings.timeout();
        this.guard = guard;
    }

    @Override
    public Mono<AggregatedAnswer> access(CompanyId company, String token) {
        // The client writes header values as they are: a line break in this one would begin a header of its own.
        if (!BEARER.matcher(token).matches()) {
            return Mono.just(new AggregatedAnswer.Outage("not asked: the token cannot stand in a header"));
        }
        return guard.guard(access.send(headers -> headers.set("Authorization", "Bearer " + token)
                .set("x-org", company.value()).set("Accept", "application/json")).timeout(timeout)
                .map(answer -> read(company, answer)));
    }

    /** A 401 and a 403 are answers about the caller, whatever their body; anything but a 200 besides is an outage. */
    private static AggregatedAnswer read(CompanyId company, HttpAnswer answer) {
        return switch (answer.status()) {
            case 200 -> answer.isJson()
                    ? AggregatedBody.read(company, answer.body())
                    : new AggregatedAnswer.Outage("the answer is not JSON");
            case 401 -> new AggregatedAnswer.SessionRevoked();
            case 403 -> new AggregatedAnswer.NotAMember();
            default -> new AggregatedAnswer.Outage("status " + answer.status());
        };
    }
}
