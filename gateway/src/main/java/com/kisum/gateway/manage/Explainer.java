package com.kisum.gateway.manage;

import com.kisum.gateway.access.AccessInquiry;
import com.kisum.gateway.access.AccessLookup;
import com.kisum.gateway.access.Evidence;
import com.kisum.gateway.access.Tolerance;
import com.kisum.gateway.manage.Explanation.ShownFact;
import com.kisum.gateway.route.CurrentPolicy;
import com.kisum.policy.Caller;
import com.kisum.policy.Decision;
import com.kisum.policy.DenyReason;
import com.kisum.policy.PolicyEngine;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.UserId;
import com.kisum.policy.path.CanonicalPath;
import com.kisum.policy.path.PathGrammar;
import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.Lookup;
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
 * What would be decided for this user, and why? The production decision on today's facts, looked up as a request's would be: where
 * the route asks for no access, none is looked up, and what a route tolerates in an outage is tolerated here. The token alone is
 * taken as read, since nobody should have to lend theirs.
 */
public final class Explainer {
    private final Supplier<CurrentPolicy> policies;
    private final @Nullable AccessInquiry access;

    /** What was asked. */
    private record Question(CurrentPolicy policy, Method method, String path) {
        byte[] target() {
            return path.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Nullable
        Lookup lookup() {
            return PathGrammar.read(target()) instanceof CanonicalPath read ? policy.table().find(method, read) : null;
        }
    }

    /**
     * @param access none where a user's access opens to their own token only
     */
    public Explainer(Supplier<CurrentPolicy> policies, @Nullable AccessInquiry access) {
        this.policies = policies;
        this.access = access;
    }

    /**
     * @throws InvalidEndpointRequestException saying which part of the question is none
     */
    public Mono<Explanation> explain(@Nullable String user, @Nullable String company, @Nullable String method,
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
        Question question = new Question(policies.get(), Method.of(method), path);
        if (user == null) {
            return Mono.just(explained(question, without(new Caller.Unproven(new DenyReason.TokenMissing()))));
        }
        UserId who = new UserId(user);
        return company != null && question.lookup() instanceof Lookup.Found found
                && found.access() == AccessLevel.MEMBER
                        ? inquired(question, found, who, new CompanyId(company))
                        : Mono.just(explained(question,
                                without(new Caller.Authenticated(who, new DenyReason.CompanyRequired()))));
    }

    private Mono<Explanation> inquired(Question question, Lookup.Found found, UserId user, CompanyId company) {
        if (access == null) {
            throw wrong(
                    "Auth tells a user's access to their own token only (gateway.access.source is aggregated): ask without"
                            + " company, or read the decision event of a request of theirs");
        }
        return access
                .about(user, company, found.asksForAccess(), question.policy().table().vocabulary(),
                        Tolerance.of(found, question.method()))
                .map(known -> explained(question, known));
    }

    /** Nothing had to be looked up. */
    private static AccessInquiry.Known without(Caller caller) {
        return new AccessInquiry.Known(new AccessLookup.Found(caller, null), List.of());
    }

    private static Explanation explained(Question question, AccessInquiry.Known known) {
        CurrentPolicy policy = question.policy();
        AccessLookup.Found found = known.found();
        PolicyEngine.Explanation explanation = policy.engine().explain(question.method(), question.target(),
                found.caller());
        String version = found.caller() instanceof Caller.MemberWithAccess member ? member.access().version() : null;
        String from = found.from() == null ? null : lower(found.from());
        String route = explanation.route() == null ? null : explanation.route().id().toString();
        List<String> steps = StepWords.of(explanation.steps());
        List<ShownFact> facts = known.evidence().stream().map(Explainer::shown).toList();
        String revision = policy.revision();
        return switch (explanation.decision()) {
            case Decision.Allow _ -> new Explanation("allow", null, route, steps, List.of(), facts, version, from,
                    revision);
            case Decision.Deny(_, DenyReason reason) -> new Explanation("deny", reason.code().name(), route, steps,
                    RemedyWords.of(reason).stream().map(Object::toString).toList(), facts, version, from, revision);
        };
    }

    private static ShownFact shown(Evidence evidence) {
        return switch (evidence) {
            case Evidence.Found found -> new ShownFact(lower(found.fact()), lower(found.from()), found.version(),
                    found.age().toMillis(), found.confirmedAgo().toMillis(), null);
            case Evidence.Missing missing ->
                new ShownFact(lower(missing.fact()), null, null, null, null, missing.why());
        };
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static InvalidEndpointRequestException wrong(String what) {
        return new InvalidEndpointRequestException(what, what);
    }
}
