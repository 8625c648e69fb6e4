package com.kisum.policy.words;

import com.kisum.policy.DenyReason;
import com.kisum.policy.Source;
import com.kisum.policy.access.ModuleState;
import com.kisum.policy.route.Method;
import java.util.stream.Collectors;

/** What is wrong? One sentence for each reason, to be read by someone who has never seen the code. */
public final class ReasonWords {
    private ReasonWords() {}

    public static String of(DenyReason reason) {
        return switch (reason) {
            case DenyReason.RequestAmbiguous ambiguous -> "Two parsers could read this request-target differently: "
                    + ambiguous.fault().explanation() + ", at character " + (ambiguous.offset() + 1) + ".";
            case DenyReason.NoRoute _ -> "No route takes this path.";
            case DenyReason.MethodNotAllowed not ->
                "Routes take this path, but not with this method; they take " + not.allowed().stream().sorted()
                        .map(Method::name).collect(Collectors.joining(", ")) + ".";
            case DenyReason.TokenMissing _ -> "The request carries no bearer token, and this route needs one.";
            case DenyReason.TokenInvalid _ -> "The bearer token is not one that Auth signed for this platform.";
            case DenyReason.TokenExpired _ -> "The bearer token has expired.";
            case DenyReason.SessionRevoked _ -> "The session of this token has been ended.";
            case DenyReason.KeysUnavailable _ ->
                "The token cannot be verified now, because Auth's signing keys cannot be read.";
            case DenyReason.CompanyRequired _ -> "The request names no company: the header x-org is missing.";
            case DenyReason.NotAMember _ -> "The caller is not an active member of the company that x-org names.";
            case DenyReason.SubscriptionInactive inactive -> base(inactive.state());
            case DenyReason.ModuleNotEntitled not -> bought(not);
            case DenyReason.ModuleNotGranted not ->
                "The company has the module " + not.module() + ", but the member was not granted it.";
            case DenyReason.PermissionMissing missing ->
                "The member does not hold the permission " + missing.permission() + ".";
            case DenyReason.GraceReadOnly readOnly ->
                what(readOnly.cause()) + " is in grace, and in grace this route is for reading only.";
            case DenyReason.AccessUnavailable unavailable -> unknown(unavailable.source());
            case DenyReason.Overloaded _ -> "The gateway has too much to do at the moment; try again.";
            case DenyReason.TooManyLookups _ ->
                "The caller asked about too many companies in a short time; wait a second.";
            case DenyReason.RateLimited _ ->
                "This was asked for more often than its rate limit allows; wait as long as Retry-After says.";
        };
    }

    private static String base(ModuleState state) {
        return switch (state) {
            case NONE -> "The company has no base subscription.";
            case GRACE -> "The company's base subscription is in grace, which does not count on this route.";
            case SUSPENDED -> "The company's base subscription is suspended.";
            case CANCELLED -> "The company's base subscription is cancelled.";
            case EXPIRED -> "The company's base subscription has expired.";
            case TRIAL_ENDED -> "The trial of the company's base module has ended.";
            case ACTIVE, TRIAL ->
                "The company's base subscription does not count on this route, although it is " + state + ".";
        };
    }

    private static String bought(DenyReason.ModuleNotEntitled not) {
        String module = "module " + not.module();
        return switch (not.state()) {
            case NONE -> "The company has not bought the " + module + ".";
            case GRACE ->
                "The company's subscription for the " + module + " is in grace, which does not count on this route.";
            case SUSPENDED -> "The company's subscription for the " + module + " is suspended.";
            case CANCELLED -> "The company's subscription for the " + module + " is cancelled.";
            case EXPIRED -> "The company's subscription for the " + module + " has expired.";
            case TRIAL_ENDED -> "The company's trial of the " + module + " has ended.";
            case ACTIVE, TRIAL -> "The company's subscription for the " + module
                    + " does not count on this route, although it is " + not.state() + ".";
        };
    }

    private static String what(DenyReason cause) {
        return cause instanceof DenyReason.ModuleNotEntitled module
                ? "The company's subscription for the module " + module.module()
                : "The company's base subscription";
    }

    private static String unknown(Source source) {
        return switch (source) {
            case AUTH -> "Auth cannot be asked now for the session, the membership or what the member was granted.";
            case CORE -> "Core cannot be asked now for what the company has bought.";
        };
    }
}
