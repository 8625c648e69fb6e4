package com.kisum.gateway.decide;

import com.kisum.gateway.access.AccessLookup;
import com.kisum.gateway.answer.Answer;
import com.kisum.gateway.answer.Answers;
import com.kisum.gateway.answer.ProblemWriter;
import com.kisum.gateway.door.Doorway;
import com.kisum.gateway.door.Received;
import com.kisum.gateway.identity.Bearer;
import com.kisum.gateway.identity.Identification;
import com.kisum.gateway.identity.Identity;
import com.kisum.gateway.identity.TokenReading;
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
import com.kisum.policy.route.Method;
import com.kisum.policy.route.OnOutage;
import java.time.Duration;
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
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * What happens to a request, in which order? Route, token, company, access, decision, then the backend or an answer of ours. Steps
 * answer in order: the first whose facts are missing is the one that is named. An error of ours on the way denies.
 */
public final class Journey implements GlobalFilter {
    private static final Logger LOG = LoggerFactory.getLogger(Journey.class);
    private static final Caller NOBODY = new Caller.Unproven(new DenyReason.TokenMissing());

    private final Supplier<CurrentPolicy> policies;
    private final Identification identification;
    private final AccessLookup access;
    private final Proxy proxy;
    private final ProblemWriter problems;
    private final DecisionRecord record;

    public Journey(Supplier<CurrentPolicy> policies, Identification identification, AccessLookup access, Proxy proxy,
            ProblemWriter problems, DecisionRecord record) {
        this.policies = policies;
        this.identification = identification;
        this.access = access;
        this.proxy = proxy;
        this.problems = problems;
        this.record = record;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        HttpServerResponse response = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
        Received received = Doorway.received(request);
        CurrentPolicy policy = policies.get();
        return Mono.defer(() -> decide(received, policy))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("a step ended without an answer")))
                .onErrorResume(RuntimeException.class, error -> brokenWhileDeciding(received, policy, response, error))
                .flatMap(decided -> decided.passes() ? forward(decided, response) : deny(decided, response));
    }

    private Mono<Decided> decide(Received received, CurrentPolicy policy) {
        Lookup lookup = policy.table().find(received.method(), received.path());
        if (!(lookup instanceof Lookup.Found found) || found.access() == AccessLevel.PUBLIC) {
            return Mono.just(decided(received, policy, lookup, NOBODY, null));
        }
        return identification.read(received.authorization()).flatMap(reading -> switch (reading) {
            case TokenReading.Refused(DenyReason.OfToken why) ->
                Mono.just(decided(received, policy, found, new Caller.Unproven(why), null));
            case Bearer bearer -> withSession(received, policy, found, bearer);
        });
    }

    /** What needs to be asked for is asked for at once, and answered in order. */
    private Mono<Decided> withSession(Received received, CurrentPolicy policy, Lookup.Found found, Bearer bearer) {
        Duration tolerance = tolerance(found, received.method());
        Mono<Identity> identity = identification.standing(bearer, tolerance);
        String company = received.company();
        if (found.access() == AccessLevel.AUTHENTICATED || company == null) {
            return identity.map(known -> decided(received, policy, found, caller(known), null));
        }
        return identity.zipWith(access.of(bearer, new CompanyId(company), found.asksForAccess(),
                policy.table().vocabulary(), tolerance), (known, met) -> decided(received, policy, found, known, met));
    }

    private Decided decided(Received received, CurrentPolicy policy, Lookup.Found found, Identity identity,
            AccessLookup.Found met) {
        return identity instanceof Identity.Proven(UserId _, boolean stale)
                ? decided(received, policy, found, met.caller(), stale ? AccessFrom.STALE : met.from())
                : decided(received, policy, found, caller(identity), null);
    }

    private static Caller caller(Identity identity) {
        return switch (identity) {
            case Identity.Proven(UserId user, boolean _) ->
                new Caller.Authenticated(user, new DenyReason.CompanyRequired());
            case Identity.Unproven(DenyReason.OfToken why) -> new Caller.Unproven(why);
        };
    }

    /** Only reading may go on with what was known a while ago, and only where the route says so. */
    private static Duration tolerance(Lookup.Found found, Method method) {
        boolean reads = method == Method.GET || method == Method.HEAD;
        return reads && found.route().options().onOutage() instanceof OnOutage.Stale(Duration atMost)
                ? atMost
                : Duration.ZERO;
    }

    private Decided decided(Received received, CurrentPolicy policy, Lookup lookup, Caller caller,
            @Nullable AccessFrom from) {
        Decision decision = policy.engine().decide(received.method(), lookup, caller);
        record.decided(received);
        return new Decided(received, policy, lookup, caller, from, decision);
    }

    private Mono<Void> forward(Decided decided, HttpServerResponse response) {
        Lookup.Found found = (Lookup.Found) decided.lookup();
        Forwarding forwarding = new Forwarding(decided.received(), found, decided.caller());
        return proxy
                .forward(forwarding, response, (status, waited) -> record.answeredByBackend(decided, status, waited))
                .onErrorResume(Proxy.Failure.class, failure -> {
                    record.answered(decided, failure.answer(), failure.waitedNanos());
                    return problems.write(response, failure.answer(), decided.received().trace().requestId());
                });
    }

    private Mono<Void> deny(Decided decided, HttpServerResponse response) {
        Decision.Deny deny = (Decision.Deny) decided.decision();
        Answer answer = Answers.to(deny.reason());
        record.answered(decided, answer, 0);
        return problems.write(response, answer, decided.received().trace().requestId());
    }

    private Mono<Decided> brokenWhileDeciding(Received received, CurrentPolicy policy, HttpServerResponse response,
            RuntimeException error) {
        LOG.error("request {}: an error while deciding, so it is denied", received.trace().requestId(), error);
        Answer answer = Answers.internal();
        record.broken(received, policy, answer);
        return problems.write(response, answer, received.trace().requestId()).then(Mono.empty());
    }
}
