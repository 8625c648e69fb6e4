package com.kisum.policy;

import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.ModuleState;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.path.PathFault;
import com.kisum.policy.route.Method;
import java.time.Duration;
import java.util.Set;

/**
 * Why not? One type per thing that a different person must fix. Reasons know nothing of HTTP; an outage is a reason of
 * its own and never looks like a refusal.
 */
public sealed interface DenyReason {
    /** What can keep a caller from being known at all. */
    sealed interface OfToken extends DenyReason {}

    /** What can keep a known user from being a member of the company. */
    sealed interface OfCompany extends DenyReason {}

    record RequestAmbiguous(PathFault fault, int offset) implements DenyReason {}

    record NoRoute() implements DenyReason {}

    record MethodNotAllowed(Set<Method> allowed) implements DenyReason {}

    record TokenMissing() implements OfToken {}

    record TokenInvalid() implements OfToken {}

    record TokenExpired() implements OfToken {}

    record SessionRevoked() implements OfToken {}

    record KeysUnavailable() implements OfToken {}

    record CompanyRequired() implements OfCompany {}

    record NotAMember() implements OfCompany {}

    /** The company's base does not count on this route. */
    record SubscriptionInactive(ModuleState state) implements DenyReason {}

    /** The base counts, the module does not. */
    record ModuleNotEntitled(ModuleKey module, ModuleState state) implements DenyReason {}

    record ModuleNotGranted(ModuleKey module) implements DenyReason {}

    record PermissionMissing(PermissionKey permission) implements DenyReason {}

    /**
     * Grace counts here for reading only, and this is a write.
     *
     * @param cause what grace would have been the cause of, had it not counted at all
     */
    record GraceReadOnly(DenyReason cause) implements DenyReason {}

    /** The facts could not be asked for: the session's, the membership's or the company's. */
    record AccessUnavailable(Source source) implements OfToken, OfCompany {}

    /** The facts were not asked for: too many are being asked for at the moment. */
    record Overloaded() implements OfToken, OfCompany {}

    /** This user asks about too many companies that nothing is known of. */
    record TooManyLookups() implements OfCompany {}

    /**
     * The route's rate limit has been used up. Counted outside of the engine, before it is asked: it has no clock.
     *
     * @param retryAfter until when there is room for one more
     */
    record RateLimited(Duration retryAfter) implements DenyReason {}

    default DenyCode code() {
        return switch (this) {
            case RequestAmbiguous _ -> DenyCode.REQUEST_AMBIGUOUS;
            case NoRoute _ -> DenyCode.NO_ROUTE;
            case MethodNotAllowed _ -> DenyCode.METHOD_NOT_ALLOWED;
            case TokenMissing _ -> DenyCode.TOKEN_MISSING;
            case TokenInvalid _ -> DenyCode.TOKEN_INVALID;
            case TokenExpired _ -> DenyCode.TOKEN_EXPIRED;
            case SessionRevoked _ -> DenyCode.SESSION_REVOKED;
            case KeysUnavailable _ -> DenyCode.KEYS_UNAVAILABLE;
            case CompanyRequired _ -> DenyCode.COMPANY_REQUIRED;
            case NotAMember _ -> DenyCode.NOT_A_MEMBER;
            case SubscriptionInactive _ -> DenyCode.SUBSCRIPTION_INACTIVE;
            case ModuleNotEntitled _ -> DenyCode.MODULE_NOT_ENTITLED;
            case ModuleNotGranted _ -> DenyCode.MODULE_NOT_GRANTED;
            case PermissionMissing _ -> DenyCode.PERMISSION_MISSING;
            case GraceReadOnly _ -> DenyCode.GRACE_READ_ONLY;
            case AccessUnavailable _ -> DenyCode.ACCESS_UNAVAILABLE;
            case Overloaded _ -> DenyCode.OVERLOADED;
            case TooManyLookups _,RateLimited _ -> DenyCode.RATE_LIMITED;
        };
    }
}
