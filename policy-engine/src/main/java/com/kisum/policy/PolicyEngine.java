package com.kisum.policy;

import com.kisum.policy.access.EffectiveAccess;
import com.kisum.policy.path.CanonicalPath;
import com.kisum.policy.path.PathGrammar;
import com.kisum.policy.path.PathReading;
import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.Lookup;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * May this caller do this, under this policy? Pure: the same question, the same decision. Total: every question has
 * one. The first thing that is missing answers, in the order of a request's journey.
 *
 * <p>A caller who is allowed costs a mask or two and no garbage; why someone is denied is worked out only then.
 */
public final class PolicyEngine {
    private final RouteTable table;
    private final Decision.Allow[] allows;

    public PolicyEngine(RouteTable table) {
        this.table = table;
        this.allows = table.routes().stream().map(route -> new Decision.Allow(route.id()))
                .toArray(Decision.Allow[]::new);
    }

    public RouteTable table() {
        return table;
    }

    /** Small enough to be compiled into whoever calls it: so the question costs no garbage, whatever becomes of the rest. */
    public Decision decide(AccessQuestion question) {
        return decide(question.method(), question.lookup(), question.caller());
    }

    /** The same for whoever has no question at hand and would only make garbage of one. */
    public Decision decide(Method method, Lookup lookup, Caller caller) {
        return lookup instanceof Lookup.Found found ? decideOn(found, method, caller, null) : notFound(lookup);
    }

    /** The same decision, with the steps to it collected when someone asks for them. */
    public Decision decide(AccessQuestion question, @Nullable Trace trace) {
        if (trace == null) {
            return decide(question);
        }
        trace.add(new Step.RouteSought(question.lookup()));
        return question.lookup() instanceof Lookup.Found found
                ? decideOn(found, question.method(), question.caller(), trace)
                : notFound(question.lookup());
    }

    private static Decision notFound(Lookup lookup) {
        return switch (lookup) {
            case Lookup.NoRoute _ -> new Decision.Deny(null, new DenyReason.NoRoute());
            case Lookup.MethodNotAllowed not -> new Decision.Deny(null, new DenyReason.MethodNotAllowed(not.allowed()));
            case Lookup.Found found -> throw new IllegalArgumentException(found + " was found");
        };
    }

    /** The whole way from a request-target as it came to a decision. */
    public Explanation explain(Method method, byte[] target, Caller caller) {
        Trace trace = new Trace();
        PathReading reading = PathGrammar.read(target);
        trace.add(new Step.DoorChecked(reading));
        return switch (reading) {
            case PathReading.Refused refused -> new Explanation(null, new Decision.Deny(null,
                    new DenyReason.RequestAmbiguous(refused.fault(), refused.offset())), trace.steps());
            case CanonicalPath path -> {
                Lookup lookup = table.find(method, path);
                Decision decision = decide(new AccessQuestion(method, lookup, caller), trace);
                yield new Explanation(lookup instanceof Lookup.Found found ? found.route() : null, decision,
                        trace.steps());
            }
        };
    }

    /** A decision, the route it was made on if there was one, and every step to it. */
    public record Explanation(@Nullable Route route, Decision decision, List<Step> steps) {}

    private Decision decideOn(Lookup.Found found, Method method, Caller caller, @Nullable Trace trace) {
        AccessLevel level = found.access();
        if (level == AccessLevel.PUBLIC) {
            return allow(found);
        }
        DenyReason.OfToken tokenProblem = caller instanceof Caller.Unproven unproven ? unproven.why() : null;
        if (trace != null) {
            trace.add(new Step.TokenChecked(found.route(), caller, tokenProblem));
        }
        if (tokenProblem != null) {
            return deny(found, tokenProblem);
        }
        if (level == AccessLevel.AUTHENTICATED) {
            return allow(found);
        }
        DenyReason.OfCompany companyProblem = caller instanceof Caller.Authenticated known ? known.why() : null;
        if (trace != null) {
            trace.add(new Step.CompanyChecked(found.route(), caller, companyProblem));
        }
        if (companyProblem != null) {
            return deny(found, companyProblem);
        }
        return found.asksForAccess() ? decideOnAccess(found, method, caller, trace) : allow(found);
    }

    private Decision decideOnAccess(Lookup.Found found, Method method, Caller caller, @Nullable Trace trace) {
        if (caller instanceof Caller.MemberWithAccess member) {
            EffectiveAccess access = member.access().under(table.vocabulary());
            boolean passes = found.passes(access, method);
            return passes && trace == null ? allow(found) : judge(found, method, access, passes, trace);
        }
        Source unknown = caller instanceof Caller.Member member ? member.unknown() : Source.AUTH;
        if (trace != null) {
            trace.add(new Step.AccessMissing(found.route(), unknown));
        }
        return deny(found, new DenyReason.AccessUnavailable(unknown));
    }

    /** Works out the reason. It never overrules the check, which alone lets a caller through. */
    private Decision judge(Lookup.Found found, Method method, EffectiveAccess access, boolean passes,
            @Nullable Trace trace) {
        Requirement requirement = found.route().requirement();
        RequirementJudge judge = new RequirementJudge(access, found.route().options().grace(), method, trace);
        DenyReason missing = requirement == null ? null : judge.missing(requirement);
        if (passes != (missing == null)) {
            throw new IllegalStateException("check and judge disagree on " + found);
        }
        return missing == null ? allow(found) : deny(found, missing);
    }

    private Decision.Allow allow(Lookup.Found found) {
        return allows[found.number()];
    }

    private static Decision.Deny deny(Lookup.Found found, DenyReason reason) {
        return new Decision.Deny(found.route().id(), reason);
    }
}
