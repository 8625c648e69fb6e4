package com.kisum.policy.words;

import com.kisum.policy.DenyReason;
import com.kisum.policy.Source;
import com.kisum.policy.access.ModuleState;
import java.util.List;

/** Who would have to change what? The likeliest way out first. */
public final class RemedyWords {
    private RemedyWords() {}

    public static List<Remedy> of(DenyReason reason) {
        return switch (reason) {
            case DenyReason.RequestAmbiguous _ -> List.of(new Remedy(Remedy.Who.CLIENT_DEVELOPER,
                    "correct the URL, so that every parser reads it alike"));
            case DenyReason.NoRoute _ -> List.of(
                    new Remedy(Remedy.Who.CLIENT_DEVELOPER, "correct the URL"),
                    new Remedy(Remedy.Who.OPERATOR, "if the URL is right, add a route for it to routes.yml"));
            case DenyReason.MethodNotAllowed _ -> List.of(
                    new Remedy(Remedy.Who.CLIENT_DEVELOPER, "use a method that the path is routed for"),
                    new Remedy(Remedy.Who.OPERATOR,
                            "if the method is right, add it to a route's match in routes.yml"));
            case DenyReason.TokenMissing _ -> List.of(
                    new Remedy(Remedy.Who.CALLER, "sign in"),
                    new Remedy(Remedy.Who.CLIENT_DEVELOPER, "send the header Authorization: Bearer with the token"));
            case DenyReason.TokenInvalid _ -> List.of(
                    new Remedy(Remedy.Who.CALLER, "sign in again"),
                    new Remedy(Remedy.Who.CLIENT_DEVELOPER, "send the access token as Auth issued it"));
            case DenyReason.TokenExpired _ -> List.of(
                    new Remedy(Remedy.Who.CLIENT_DEVELOPER, "refresh the token before it expires"),
                    new Remedy(Remedy.Who.CALLER, "sign in again"));
            case DenyReason.SessionRevoked _ -> List.of(new Remedy(Remedy.Who.CALLER, "sign in again"));
            case DenyReason.KeysUnavailable _ -> List.of(
                    new Remedy(Remedy.Who.SRE, "restore the gateway's access to Auth's signing keys (JWKS)"));
            case DenyReason.CompanyRequired _ -> List.of(
                    new Remedy(Remedy.Who.CLIENT_DEVELOPER, "send the header x-org with the company's id"));
            case DenyReason.NotAMember _ -> List.of(
                    new Remedy(Remedy.Who.COMPANY_ADMINISTRATOR, "invite the member, or reactivate their membership"),
                    new Remedy(Remedy.Who.CLIENT_DEVELOPER, "check that x-org names the company that was meant"));
            case DenyReason.SubscriptionInactive inactive -> subscription("the base subscription",
                    "a base module", inactive.state());
            case DenyReason.ModuleNotEntitled not -> subscription("the subscription for the module " + not.module(),
                    "the module " + not.module(), not.state());
            case DenyReason.ModuleNotGranted not -> List.of(new Remedy(Remedy.Who.COMPANY_ADMINISTRATOR,
                    "grant the member the module " + not.module() + " in Auth"));
            case DenyReason.PermissionMissing missing -> List.of(new Remedy(Remedy.Who.COMPANY_ADMINISTRATOR,
                    "grant the member the permission " + missing.permission() + " in Auth"));
            case DenyReason.GraceReadOnly readOnly -> of(readOnly.cause());
            case DenyReason.AccessUnavailable unavailable -> List.of(outage(unavailable.source()));
            case DenyReason.Overloaded _ -> List.of(
                    new Remedy(Remedy.Who.CLIENT_DEVELOPER, "wait as long as Retry-After says, then try again"),
                    new Remedy(Remedy.Who.SRE, "see what is slow: Auth, Core or Redis; or run more replicas"));
            case DenyReason.TooManyLookups _ -> List.of(new Remedy(Remedy.Who.CLIENT_DEVELOPER,
                    "ask about companies one after the other, and wait as long as Retry-After says"));
            case DenyReason.RateLimited _ -> List.of(
                    new Remedy(Remedy.Who.CLIENT_DEVELOPER, "wait as long as Retry-After says, and ask less often"),
                    new Remedy(Remedy.Who.OPERATOR,
                            "if this is how it is meant to be used, raise the route's rateLimit"));
        };
    }

    private static List<Remedy> subscription(String subscription, String module, ModuleState state) {
        return List.of(switch (state) {
            case NONE -> owner("buy " + module);
            case GRACE -> owner("pay what is due, so that " + subscription + " leaves grace");
            case SUSPENDED -> owner("settle with the platform why " + subscription
                    + " was suspended, and have it resumed");
            case CANCELLED -> owner("buy " + module + " again: " + subscription + " was cancelled");
            case EXPIRED -> owner("renew " + subscription);
            case TRIAL_ENDED -> owner("buy " + module + ": its trial has ended");
            case ACTIVE, TRIAL -> new Remedy(Remedy.Who.OPERATOR, "look into why " + subscription + ", which is "
                    + state + ", does not count");
        });
    }

    private static Remedy owner(String action) {
        return new Remedy(Remedy.Who.COMPANY_OWNER, action);
    }

    private static Remedy outage(Source source) {
        return switch (source) {
            case AUTH -> new Remedy(Remedy.Who.SRE, "restore Auth and its database; the caller can try again then");
            case CORE -> new Remedy(Remedy.Who.SRE, "restore Core; the caller can try again then");
        };
    }
}
