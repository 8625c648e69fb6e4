package com.kisum.gateway.manage;

import com.kisum.gateway.access.AccessInquiry;
import com.kisum.gateway.access.AccessLookup;
import com.kisum.gateway.route.CurrentPolicy;
import com.kisum.policy.Caller;
import com.kisum.policy.Decision;
import com.kisum.policy.DenyReason;
import com.kisum.policy.PolicyEngine;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.UserId;
import com.kisum.policy.route.Method;
import com.kisum.policy.words.RemedyWords;
import com.kisum.policy.words.StepWords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import reactor.core.publisher.Mono;

/**
 * What would be decided for this user, and why? The production decision on today's facts; the token alone is taken as read, since
 * nobody should have to lend theirs.
 */
public final class Explainer {
    private final Supplier<CurrentPolicy> policies;
    private final @Nullable AccessInquiry access;

    /**
     * @param access none where a user's access opens to their own token only
     */
    public Explainer(Supplier<CurrentPolicy> policies, @Nullable AccessInquiry access) {
        this.policies = policies;
        this.access = access;
    }

    Mono<Explanation> explain(@Nullable String user, @Nullable String company, @Nullable String method,
            @Nullable String path) {
        if (method == null || path == null) {
            throw wrong("method and path are needed: /policy/explain?user=&company=&method=GET&path=/api/…");
        }
        if (user != null && !UserId.accepts(user)) {
            throw wrong("user is not an id");
        }
        if (company != null && !CompanyId.accepts(company)) {
            throw wrong("company is not an id");
        }
        CurrentPolicy policy = policies.get();
        byte[] target = path.getBytes(StandardCharsets.ISO_8859_1);
        if (user == null) {
            return Mono.just(explained(policy, method, target,
                    new AccessLookup.Found(new Caller.Unproven(new DenyReason.TokenMissing()), null)));
        }
        if (company == null) {
            return Mono.just(explained(policy, method, target, new AccessLookup.Found(
                    new Caller.Authenticated(new UserId(user), new DenyReason.CompanyRequired()), null)));
        }
        if (access == null) {
            throw wrong(
                    "Auth tells a user's access to their own token only (gateway.access.source is aggregated): ask without"
                            + " company, or read the decision event of a request of theirs");
        }
        return access.about(new UserId(user), new CompanyId(company), policy.table().vocabulary())
                .map(found -> explained(policy, method, target, found));
    }

    private static Explanation explained(CurrentPolicy policy, String method, byte[] target,
            AccessLookup.Found found) {
        PolicyEngine.Explanation explanation = policy.engine().explain(Method.of(method), target, found.caller());
        String version = found.caller() instanceof Caller.MemberWithAccess member ? member.access().version() : null;
        String from = found.from() == null ? null : found.from().name().toLowerCase(Locale.ROOT);
        String route = explanation.route() == null ? null : explanation.route().id().toString();
        List<String> steps = StepWords.of(explanation.steps());
        String revision = policy.table().revision().digits();
        return switch (explanation.decision()) {
            case Decision.Allow _ -> new Explanation("allow", null, route, steps, List.of(), version, from, revision);
            case Decision.Deny(_, DenyReason reason) -> new Explanation("deny", reason.code().name(), route, steps,
                    RemedyWords.of(reason).stream().map(Object::toString).toList(), version, from, revision);
        };
    }

    private static InvalidEndpointRequestException wrong(String what) {
        return new InvalidEndpointRequestException(what, what);
    }
}
