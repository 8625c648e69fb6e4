package com.kisum.policy.words;

import com.kisum.policy.Caller;
import com.kisum.policy.Step;
import com.kisum.policy.access.EffectiveAccess;
import com.kisum.policy.path.CanonicalPath;
import com.kisum.policy.path.PathReading;
import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.Lookup;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.Mode;
import com.kisum.policy.route.RateLimit;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What happened on the way to a decision? Each step as lines that an operator can read at night. */
public final class StepWords {
    private static final String INDENT = "  ";

    private StepWords() {}

    public static List<String> of(List<Step> steps) {
        return steps.stream().flatMap(step -> of(step).stream()).toList();
    }

    public static List<String> of(Step step) {
        return switch (step) {
            case Step.DoorChecked checked -> List.of("Door: " + door(checked.reading()));
            case Step.RouteSought sought -> route(sought.lookup());
            case Step.TokenChecked checked -> List.of("Token: "
                    + (checked.problem() == null ? token(checked.caller()) : ReasonWords.of(checked.problem())));
            case Step.CompanyChecked checked -> List.of("Company: "
                    + (checked.problem() == null ? company(checked.caller()) : ReasonWords.of(checked.problem())));
            case Step.AccessMissing missing -> List.of("Access: the route requires "
                    + SettingWords.of(missing.route().requirement()) + ", and " + missing.source()
                    + " could not be asked.");
            case Step.RequirementChecked checked -> requirement(checked);
        };
    }

    private static String door(PathReading reading) {
        return switch (reading) {
            case CanonicalPath path -> "the path " + path.path() + " has one reading only.";
            case PathReading.Refused refused -> "refused at character " + (refused.offset() + 1) + ": "
                    + refused.fault().explanation() + ".";
        };
    }

    private static List<String> route(Lookup lookup) {
        return switch (lookup) {
            case Lookup.Found found -> found(found);
            case Lookup.NoRoute _ -> List.of("Route: no route takes this path.");
            case Lookup.MethodNotAllowed not ->
                List.of("Route: none with this method; the path is routed for " + not.allowed().stream().sorted()
                        .map(Method::name).collect(Collectors.joining(", ")) + ".");
        };
    }

    private static List<String> found(Lookup.Found found) {
        Route route = found.route();
        List<String> lines = new ArrayList<>();
        lines.add("Route: " + route.id() + " answers, by its match " + found.match() + " ("
                + found.match().position() + ").");
        lines.add("Route: it asks for " + asked(route) + ".");
        if (route.options().rateLimit() instanceof RateLimit.Limited limit) {
            lines.add("Route: it is limited to " + SettingWords.of(limit) + ", which is not counted here.");
        }
        if (route.options().mode() == Mode.SHADOW && route.access() == AccessLevel.MEMBER) {
            lines.add(
                    "Route: it is in shadow mode: what company and access would deny is recorded, and the request passes.");
        }
        return lines;
    }

    private static String asked(Route route) {
        return switch (route.access()) {
            case PUBLIC -> "nothing: it is public";
            case AUTHENTICATED -> "a token, and no company";
            case MEMBER -> route.requirement() == null
                    ? "membership of the company, and nothing more"
                    : "membership of the company, and " + route.requirement();
        };
    }

    private static String token(Caller caller) {
        return switch (caller) {
            case Caller.Unproven _ -> "not proven.";
            case Caller.Authenticated known -> "proven for the user " + known.user() + ".";
            case Caller.Member member -> "proven for the user " + member.user() + ".";
            case Caller.MemberWithAccess member -> "proven for the user " + member.user() + ".";
        };
    }

    private static String company(Caller caller) {
        return switch (caller) {
            case Caller.Unproven _,Caller.Authenticated _ -> "no membership is known.";
            case Caller.Member member -> membership(member.company().value(), member.membership().value());
            case Caller.MemberWithAccess member ->
                membership(member.access().company().value(), member.access().membership().value());
        };
    }

    private static String membership(String company, String membership) {
        return "an active member of " + company + " (membership " + membership + ").";
    }

    private static List<String> requirement(Step.RequirementChecked checked) {
        String line = "Requirement: " + INDENT.repeat(checked.depth()) + node(checked.requirement())
                + (checked.missing() == null
                        ? ": met" + because(checked.requirement(), checked.access()) + "."
                        : ": not met. " + ReasonWords.of(checked.missing()));
        if (checked.depth() > 0) {
            return List.of(line);
        }
        return List.of("Access: version " + checked.access().version() + " of " + checked.access().company()
                + "; its base subscription is " + checked.access().baseState() + ".", line);
    }

    private static String node(Requirement requirement) {
        return switch (requirement) {
            case Requirement.NeedsModule needs -> needs.toString();
            case Requirement.NeedsPermission needs -> needs.toString();
            case Requirement.AllOf all -> "all of these " + all.parts().size();
            case Requirement.AnyOf any -> "one of these " + any.parts().size();
        };
    }

    private static String because(Requirement requirement, EffectiveAccess access) {
        return switch (requirement) {
            case Requirement.NeedsModule needs -> ", bought (" + access.stateOf(needs.module()) + ") and granted";
            case Requirement.NeedsPermission needs -> ", granted, and its module " + needs.permission().module()
                    + " is bought (" + access.stateOf(needs.permission().module()) + ") and granted";
            case Requirement.AllOf _,Requirement.AnyOf _ -> "";
        };
    }
}
