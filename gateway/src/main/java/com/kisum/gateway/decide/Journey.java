package com.kisum.gateway.decide;

import com.kisum.gateway.access.AccessLookup;
import com.kisum.gateway.access.Tolerance;
import com.kisum.gateway.answer.Answer;
import com.kisum.gateway.answer.Answers;
import com.kisum.gateway.answer.ProblemWriter;
import com.kisum.gateway.door.Doorway;
import com.kisum.gateway.identity.Bearer;
import com.kisum.gateway.identity.Identification;
import com.kisum.gateway.identity.Identity;
import com.kisum.gateway.identity.TokenReading;
import com.kisum.gateway.limit.RateLimits;
import com.kisum.gateway.proxy.Forwarding;
import com.kisum.gateway.proxy.Proxy;
import com.kisum.gateway.record.DecisionEvent.AccessFrom;
import com.kisum.gateway.route.CurrentPolicy;
import com.kisum.policy.Caller;
import com.kisum.policy.Decision;
import com.kisum.policy.DenyReason;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.UserId;
import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.Lookup;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * What happens to a request, in which order? Route, token, company, access, decision, then the backend or an answer of ours; a rate limit
 * counts after the one of the first three that says whose it is. Steps
 * answer in order: the first whose facts are missing is the one that is named. An error of ours on the way denies, whichever it is
 * and wherever it happens: the frame's own error handler never gets to answer.
 */
public final class Journey implements GlobalFilter {
    private static final Logger LOG = LoggerFactory.getLogger(Journey.class);
    private static final Caller NOBODY = new Caller.Unproven(new DenyReason.TokenMissing());

    private final Supplier<CurrentPolicy> policies;
    private final Identification identification;
    private final AccessLookup access;
    private final Limits limits;
    private final Proxy proxy;
    private final ProblemWriter problems;
    private final DecisionRecord record;

    public Journey(Supplier<CurrentPolicy> policies, Identification identification, AccessLookup access, Proxy proxy,
            ProblemWriter problems, DecisionRecord record, RateLimits rates) {
        this.policies = policies;
        this.identification = identification;
        this.access = access;
        this.limits = new Limits(rates);
        this.proxy = proxy;
        this.problems = problems;
        this.record = record;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        HttpServerResponse response = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
        RecordEntry entry = record.open(Doorway.received(request), policies.get());
        return Mono.just(entry).flatMap(step(this::decide))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("a step ended without an answer")))
                .flatMap(step(decided -> decided.passes()
                        ? forward(decided, entry, response)
                        : deny(decided, entry, response)))
                .onErrorResume(error -> broken(entry, response, error))
                .doFinally(_ -> entry.ended());
    }

    private Mono<Decided> decide(RecordEntry entry) {
        Lookup lookup = entry.policy().table().find(entry.received().method(), entry.received().path());
        if (!(lookup instanceof Lookup.Found found)) {
            return Mono.just(decided(entry, lookup, NOBODY, null));
        }
        entry.found(found);
        return limits.perAddress(entry, found, NOBODY, () -> withRoute(entry, found));
    }

    private Mono<Decided> withRoute(RecordEntry entry, Lookup.Found found) {
        if (found.access() == AccessLevel.PUBLIC) {
            return Mono.just(decided(entry, found, NOBODY, null));
        }
        return identification.read(entry.received().authorization()).flatMap(step(reading -> switch (reading) {
            case TokenReading.Refused(DenyReason.OfToken why) ->
                Mono.just(decided(entry, found, new Caller.Unproven(why), null));
            case Bearer bearer -> withToken(entry, found, bearer);
        }));
    }

    /** What has to be asked for is asked for at once, and answered in order; but who may be one too many is counted first. */
    private Mono<Decided> withToken(RecordEntry entry, Lookup.Found found, Bearer bearer) {
        Duration tolerance = Tolerance.of(found, entry.received().method());
        Mono<Identity> identity = identification.standing(bearer, tolerance);
        String company = entry.received().company();
        if (found.access() == AccessLevel.AUTHENTICATED || company == null) {
            return identity.flatMap(step(known -> limits.perUser(entry, found, known,
                    () -> Mono.just(decided(entry, found, caller(known), null)))));
        }
        CompanyId named = new CompanyId(company);
        if (Limits.countUsers(found)) {
            return identity.flatMap(step(known -> limits.perUser(entry, found, known,
                    () -> met(entry, found, bearer, named, tolerance)
                            .flatMap(step(met -> Mono.just(decided(entry, found, known, met)))))));
        }
        return Mono.zip(identity, met(entry, found, bearer, named, tolerance))
                .flatMap(step(both -> limits.perCompany(entry, found, both.getT1(), both.getT2(),
                        () -> Mono.just(decided(entry, found, both.getT1(), both.getT2())))));
    }

    private Mono<AccessLookup.Found> met(RecordEntry entry, Lookup.Found found, Bearer bearer, CompanyId company,
            Duration tolerance) {
        return access.of(bearer, company, found.asksForAccess(), entry.policy().table().vocabulary(), tolerance);
    }

    private static Decided decided(RecordEntry entry, Lookup.Found found, Identity identity, AccessLookup.Found met) {
        return identity instanceof Identity.Proven(UserId _, boolean stale)
                ? decided(entry, found, met.caller(), stale ? AccessFrom.STALE : met.from())
                : decided(entry, found, caller(identity), null);
    }

    private static Caller caller(Identity identity) {
        return switch (identity) {
            case Identity.Proven(UserId user, boolean _) ->
                new Caller.Authenticated(user, new DenyReason.CompanyRequired());
            case Identity.Unproven(DenyReason.OfToken why) -> new Caller.Unproven(why);
        };
    }

    private static Decided decided(RecordEntry entry, Lookup lookup, Caller caller, @Nullable AccessFrom from) {
        Decision decision = entry.policy().engine().decide(entry.received().method(), lookup, caller);
        Decided decided = new Decided(lookup, caller, from, decision);
        entry.decided(decided);
        return decided;
    }

    private Mono<Void> forward(Decided decided, RecordEntry entry, HttpServerResponse response) {
        Lookup.Found found = (Lookup.Found) decided.lookup();
        entry.forwarded();
        return proxy
                .forward(new Forwarding(entry.received(), found, decided.caller()), response, entry::answeredByBackend)
                .onErrorResume(Proxy.Failure.class,
                        failure -> answer(entry, response, failure.answer(), failure.waitedNanos()));
    }

    private Mono<Void> deny(Decided decided, RecordEntry entry, HttpServerResponse response) {
        Decision.Deny deny = (Decision.Deny) decided.decision();
        return answer(entry, response, Answers.to(deny.reason()), 0);
    }

    /** Written down only once there is something to send: an answer that cannot be put together was none. */
    private Mono<Void> answer(RecordEntry entry, HttpServerResponse response, Answer answer, long waitedNanos) {
        Mono<Void> sent = problems.write(response, answer, entry.received().trace().requestId());
        entry.answered(answer, waitedNanos);
        return sent;
    }

    private Mono<Void> broken(RecordEntry entry, HttpServerResponse response, Throwable error) {
        if (AbortedException.isConnectionReset(error)) {
            return ProblemWriter.breakOff(response); // the client has gone while it was answered
        }
        LOG.error("request {}: an error of ours, so it is denied", entry.received().trace().requestId(), error);
        if (response.hasSentHeaders()) {
            return ProblemWriter.breakOff(response);
        }
        return Mono.defer(() -> answer(entry, response, Answers.internal(), 0))
                .onErrorResume(_ -> ProblemWriter.breakOff(response));
    }

    /**
     * Reactor takes these two for the end of the machine and lets them through to the event loop, where nobody would answer. A request
     * that recursed too deep, or met a class that is not there, is a request with a bug like any other.
     */
    static <A, B> Function<A, Mono<B>> step(Function<A, Mono<B>> step) {
        return given -> {
            try {
                return step.apply(given);
            } catch (StackOverflowError | LinkageError error) {
                return Mono.error(new IllegalStateException(error));
            }
        };
    }
}
