package com.kisum.gateway.answer;

import com.kisum.policy.DenyReason;
import com.kisum.policy.access.ModuleState;
import com.kisum.policy.route.Method;
import com.kisum.policy.words.ReasonWords;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which answer does each reason get? One switch without default: a new reason does not compile until someone chose its
 * answer. An outage is never a 401 or 403 here, and a refusal never a 503.
 */
public final class Answers {
    private static final String RETRY_AFTER = "Retry-After";
    private static final String SECONDS = "1";

    private Answers() {}

    public static Answer to(DenyReason reason) {
        String words = ReasonWords.of(reason);
        return switch (reason) {
            case DenyReason.RequestAmbiguous _ -> Answer.of(AnswerCode.REQUEST_AMBIGUOUS, words);
            case DenyReason.NoRoute _ -> Answer.of(AnswerCode.NO_ROUTE, words);
            case DenyReason.MethodNotAllowed(Set<Method> allowed) ->
                Answer.of(AnswerCode.METHOD_NOT_ALLOWED, words).with("Allow", names(allowed));
            case DenyReason.TokenMissing _ ->
                Answer.of(AnswerCode.TOKEN_MISSING, words).with("WWW-Authenticate", "Bearer realm=\"kisum\"");
            case DenyReason.TokenInvalid _ -> refusedToken(AnswerCode.TOKEN_INVALID, words);
            case DenyReason.TokenExpired _ -> refusedToken(AnswerCode.TOKEN_EXPIRED, words);
            case DenyReason.SessionRevoked _ -> refusedToken(AnswerCode.SESSION_REVOKED, words);
            case DenyReason.KeysUnavailable _ -> outage(AnswerCode.KEYS_UNAVAILABLE, words);
            case DenyReason.CompanyRequired _ -> Answer.of(AnswerCode.COMPANY_REQUIRED, words);
            case DenyReason.NotAMember _ -> Answer.of(AnswerCode.NOT_A_MEMBER, words);
            case DenyReason.SubscriptionInactive inactive ->
                Answer.of(AnswerCode.SUBSCRIPTION_INACTIVE, words).helping(Map.of("state", text(inactive.state())));
            case DenyReason.ModuleNotEntitled not -> Answer.of(AnswerCode.MODULE_NOT_ENTITLED, words)
                    .helping(Map.of("module", not.module().toString(), "state", text(not.state())));
            case DenyReason.ModuleNotGranted not ->
                Answer.of(AnswerCode.MODULE_NOT_GRANTED, words).helping(Map.of("module", not.module().toString()));
            case DenyReason.PermissionMissing missing -> Answer.of(AnswerCode.PERMISSION_MISSING, words)
                    .helping(Map.of("permission", missing.permission().toString(), "module",
                            missing.permission().module().toString()));
            case DenyReason.GraceReadOnly grace ->
                Answer.of(AnswerCode.GRACE_READ_ONLY, words).helping(to(grace.cause()).help());
            case DenyReason.AccessUnavailable _ -> outage(AnswerCode.ACCESS_UNAVAILABLE, words);
            case DenyReason.Overloaded _ -> outage(AnswerCode.OVERLOADED, words);
            case DenyReason.TooManyLookups _ -> Answer.of(AnswerCode.RATE_LIMITED, words).with(RETRY_AFTER, SECONDS);
            case DenyReason.RateLimited(Duration retryAfter) ->
                Answer.of(AnswerCode.RATE_LIMITED, words).with(RETRY_AFTER, wholeSeconds(retryAfter));
        };
    }

    public static Answer backendUnavailable() {
        return outage(AnswerCode.BACKEND_UNAVAILABLE, "the service behind this address cannot be reached; try again");
    }

    public static Answer backendTimeout() {
        return outage(AnswerCode.BACKEND_TIMEOUT, "the service behind this address did not answer in time");
    }

    public static Answer overloaded() {
        return outage(AnswerCode.OVERLOADED, "there is too much to do at the moment; try again");
    }

    public static Answer bodyTooLarge(long atMost) {
        return Answer.of(AnswerCode.BODY_TOO_LARGE, "a body here has at most " + atMost + " bytes");
    }

    public static Answer uriTooLong() {
        return Answer.of(AnswerCode.URI_TOO_LONG, "method, path and query together are too long");
    }

    public static Answer headersTooLarge() {
        return Answer.of(AnswerCode.HEADERS_TOO_LARGE, "one header, or all of them together, are too large");
    }

    public static Answer ambiguous(String why) {
        return Answer.of(AnswerCode.REQUEST_AMBIGUOUS, why);
    }

    public static Answer internal() {
        return Answer.of(AnswerCode.INTERNAL, "this is a fault of the gateway, not of the request; it is logged");
    }

    private static Answer refusedToken(AnswerCode code, String words) {
        return Answer.of(code, words).with("WWW-Authenticate",
                "Bearer realm=\"kisum\", error=\"invalid_token\", error_description=\"" + code.title() + "\"");
    }

    /** Rounded up: who came back sooner would be refused again. */
    private static String wholeSeconds(Duration time) {
        return Long.toString(Math.max(1, time.plusSeconds(1).minusNanos(1).toSeconds()));
    }

    private static Answer outage(AnswerCode code, String words) {
        return Answer.of(code, words).with(RETRY_AFTER, SECONDS);
    }

    private static String names(Set<Method> methods) {
        return new TreeSet<>(methods).stream().map(Method::name).collect(Collectors.joining(", "));
    }

    private static String text(ModuleState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
