package com.kisum.gateway.decide;

import com.kisum.gateway.answer.Answer;
import com.kisum.gateway.door.Received;
import com.kisum.gateway.record.DecisionEvent;
import com.kisum.gateway.record.DecisionEvent.Result;
import com.kisum.gateway.record.Recorder;
import com.kisum.gateway.route.CurrentPolicy;
import com.kisum.policy.Caller;
import com.kisum.policy.Decision;
import com.kisum.policy.DenyReason;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.UserId;
import com.kisum.policy.route.Lookup;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is there to write down of a request that was decided on? Said once, when its answer's head is known. */
public final class DecisionRecord {
    private static final String NONE = "none";

    private final Recorder recorder;
    private final InstantSource clock;

    public DecisionRecord(Recorder recorder, InstantSource clock) {
        this.recorder = recorder;
        this.clock = clock;
    }

    void decided(Received received) {
        recorder.decided(System.nanoTime() - received.startedNanos());
    }

    /** The backend's head is there; what it says passes. */
    void answeredByBackend(Decided decided, int status, long waitedNanos) {
        String code = decided.decision() instanceof Decision.Deny deny ? deny.reason().code().name() : null;
        record(decided, code, status, status, waitedNanos);
    }

    /** The answer is ours. */
    void answered(Decided decided, Answer answer, long waitedNanos) {
        record(decided, answer.code().name(), answer.code().status(), null, waitedNanos);
    }

    /** Nothing was decided: that denies. */
    void broken(Received received, CurrentPolicy policy, Answer answer) {
        recorder.record(new DecisionEvent(clock.instant(), received.trace().requestId(), received.trace().traceId(),
                null, null, null, NONE, NONE, received.methodName(), Result.DENY, answer.code().name(),
                answer.code().status(), null, null, null, policy.table().revision().digits(), "enforce",
                micros(received, 0)));
    }

    private void record(Decided decided, @Nullable String code, int status, @Nullable Integer upstreamStatus,
            long waitedNanos) {
        Received received = decided.received();
        Lookup.Found found = decided.lookup() instanceof Lookup.Found some ? some : null;
        boolean allowed = decided.decision() instanceof Decision.Allow;
        if (decided.decision() instanceof Decision.Deny(_, DenyReason reason)) {
            ModuleKey module = moduleOf(reason);
            if (module != null) {
                recorder.permissionDenied(module.value());
            }
        }
        if (found != null) {
            decided.policy().hits().count(found.number(), allowed, clock.millis());
        }
        Ids ids = Ids.of(decided.caller());
        recorder.record(new DecisionEvent(clock.instant(), received.trace().requestId(), received.trace().traceId(),
                text(ids.user), text(ids.company), text(ids.membership),
                found == null ? NONE : received.methodName() + " " + found.match().template(),
                found == null ? NONE : found.route().id().toString(), RouteAction.of(found, received.methodName()),
                allowed ? Result.ALLOW : Result.DENY, code, status, upstreamStatus, ids.accessVersion, decided.from(),
                decided.policy().table().revision().digits(),
                found == null ? "enforce" : found.route().options().mode().name().toLowerCase(Locale.ROOT),
                micros(received, waitedNanos)));
    }

    private static long micros(Received received, long waitedNanos) {
        return Math.max(0, System.nanoTime() - received.startedNanos() - waitedNanos) / 1_000;
    }

    private static @Nullable ModuleKey moduleOf(DenyReason reason) {
        return switch (reason) {
            case DenyReason.ModuleNotEntitled not -> not.module();
            case DenyReason.ModuleNotGranted not -> not.module();
            case DenyReason.PermissionMissing missing -> missing.permission().module();
            case DenyReason.GraceReadOnly grace -> moduleOf(grace.cause());
            case DenyReason.RequestAmbiguous _,DenyReason.NoRoute _,DenyReason.MethodNotAllowed _,DenyReason.TokenMissing _,DenyReason.TokenInvalid _,DenyReason.TokenExpired _,DenyReason.SessionRevoked _,DenyReason.KeysUnavailable _,DenyReason.CompanyRequired _,DenyReason.NotAMember _,DenyReason.SubscriptionInactive _,DenyReason.AccessUnavailable _,DenyReason.Overloaded _,DenyReason.TooManyLookups _ ->
                null;
        };
    }

    private static @Nullable String text(@Nullable Object id) {
        return id == null ? null : id.toString();
    }

    /** What the caller is known by. */
    private record Ids(@Nullable UserId user, @Nullable CompanyId company, @Nullable MembershipId membership,
            @Nullable String accessVersion) {
        static Ids of(Caller caller) {
            return switch (caller) {
                case Caller.Unproven _ -> new Ids(null, null, null, null);
                case Caller.Authenticated known -> new Ids(known.user(), null, null, null);
                case Caller.Member member -> new Ids(member.user(), member.company(), member.membership(), null);
                case Caller.MemberWithAccess member -> new Ids(member.user(), member.access().company(),
                        member.access().membership(), member.access().version());
            };
        }
    }
}
