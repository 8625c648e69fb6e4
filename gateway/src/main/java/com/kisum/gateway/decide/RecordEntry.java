package com.kisum.gateway.decide;

import com.kisum.gateway.answer.Answer;
import com.kisum.gateway.door.Received;
import com.kisum.gateway.identity.Bearer;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What is there to write down of this one request? Whatever is known when it ends, in one event, exactly once, however it ends:
 * the first to say how is the one who is believed.
 */
final class RecordEntry {
    private static final String NONE = "none";
    private static final String ENFORCE = "enforce";

    private final Recorder recorder;
    private final InstantSource clock;
    private final Received received;
    private final CurrentPolicy policy;
    private final long moves;
    /** Of a stream that goes on: its request was recorded when it began. */
    private final boolean again;
    private final AtomicBoolean written;
    private volatile Lookup.@Nullable Found found;
    private volatile @Nullable Bearer bearer;
    private volatile @Nullable Decided decided;
    private volatile long forwardedNanos;

    /**
     * @param moves how often anything had moved before it was decided on
     */
    RecordEntry(Recorder recorder, InstantSource clock, Received received, CurrentPolicy policy, long moves) {
        this(recorder, clock, received, policy, moves, false);
    }

    private RecordEntry(Recorder recorder, InstantSource clock, Received received, CurrentPolicy policy, long moves,
            boolean again) {
        this.recorder = recorder;
        this.clock = clock;
        this.received = received;
        this.policy = policy;
        this.moves = moves;
        this.again = again;
        this.written = new AtomicBoolean(again);
    }

    /** The same request once more, of which nothing is written down. */
    RecordEntry again(CurrentPolicy now) {
        return new RecordEntry(recorder, clock, received, now, moves, true);
    }

    /** Whether it was let through before: it takes no token of a rate limit, and counts as no request. */
    boolean isAgain() {
        return again;
    }

    Received received() {
        return received;
    }

    CurrentPolicy policy() {
        return policy;
    }

    void found(Lookup.Found route) {
        found = route;
    }

    String routeId() {
        Lookup.Found route = found;
        return route == null ? NONE : route.route().id().toString();
    }

    /** The token was genuine, whatever became of its session. */
    void genuine(Bearer token) {
        bearer = token;
    }

    @Nullable
    Bearer bearer() {
        return bearer;
    }

    @Nullable
    Decided decision() {
        return decided;
    }

    long moves() {
        return moves;
    }

    void decided(Decided decision) {
        decided = decision;
        if (!again) {
            recorder.decided(System.nanoTime() - received.startedNanos());
        }
    }

    /** From here on the time is the backend's. */
    void forwarded() {
        forwardedNanos = System.nanoTime();
    }

    /** The backend's head is there; what it says passes. */
    void answeredByBackend(int status, long waitedNanos) {
        write(reasonCode(), status, status, waitedNanos);
    }

    /** The answer is ours. */
    void answered(Answer answer, long waitedNanos) {
        write(answer.code().name(), answer.code().status(), null, waitedNanos);
    }

    /** The request has come to its end. If nobody has answered it by now, nobody will: the client hung up, or broke off. */
    void ended() {
        if (!written.get()) {
            long forwarded = forwardedNanos;
            write(reasonCode(), DecisionEvent.UNANSWERED, null, forwarded == 0 ? 0 : System.nanoTime() - forwarded);
        }
    }

    private @Nullable String reasonCode() {
        Decided known = decided;
        return known != null && known.decision() instanceof Decision.Deny deny ? deny.reason().code().name() : null;
    }

    private void write(@Nullable String code, int status, @Nullable Integer upstreamStatus, long waitedNanos) {
        Decided known = decided;
        DecisionEvent event = event(known, code, status, upstreamStatus, waitedNanos);
        if (!written.compareAndSet(false, true)) {
            return;
        }
        try {
            if (known != null && known.decision() instanceof Decision.Deny(_, DenyReason reason)) {
                ModuleKey module = moduleOf(reason);
                if (module != null) {
                    recorder.permissionDenied(module.value(), event.mode());
                }
            }
            recorder.record(event);
        } catch (RuntimeException bug) {
            written.set(false); // nothing was written: the answer that this bug leads to shall be
            throw bug;
        }
        Lookup.Found route = found;
        if (route != null) {
            policy.hits().count(route.number(), event.result() == Result.ALLOW, event.time().toEpochMilli());
        }
    }

    private DecisionEvent event(@Nullable Decided known, @Nullable String code, int status,
            @Nullable Integer upstreamStatus, long waitedNanos) {
        Lookup.Found route = found;
        Ids ids = known == null ? Ids.NOBODY : Ids.of(known.caller());
        // Nothing was decided: that denies.
        boolean allowed = known != null && known.decision() instanceof Decision.Allow;
        return new DecisionEvent(clock.instant(), received.trace().requestId(), received.trace().traceId(),
                text(ids.user), text(ids.company), text(ids.membership),
                route == null ? NONE : received.methodName() + " " + route.match().template(),
                routeId(), RouteAction.of(route, received.methodName()),
                allowed ? Result.ALLOW : Result.DENY, code, status, upstreamStatus, ids.accessVersion,
                known == null ? null : known.from(), policy.revision(),
                route == null ? ENFORCE : route.route().options().mode().name().toLowerCase(Locale.ROOT),
                DecisionEvent.micros(System.nanoTime() - received.startedNanos() - waitedNanos));
    }

    private static @Nullable ModuleKey moduleOf(DenyReason reason) {
        return switch (reason) {
            case DenyReason.ModuleNotEntitled not -> not.module();
            case DenyReason.ModuleNotGranted not -> not.module();
            case DenyReason.PermissionMissing missing -> missing.permission().module();
            case DenyReason.GraceReadOnly grace -> moduleOf(grace.cause());
            case DenyReason.RequestAmbiguous _,DenyReason.NoRoute _,DenyReason.MethodNotAllowed _,DenyReason.TokenMissing _,DenyReason.TokenInvalid _,DenyReason.TokenExpired _,DenyReason.SessionRevoked _,DenyReason.KeysUnavailable _,DenyReason.CompanyRequired _,DenyReason.NotAMember _,DenyReason.SubscriptionInactive _,DenyReason.AccessUnavailable _,DenyReason.Overloaded _,DenyReason.TooManyLookups _,DenyReason.RateLimited _ ->
                null;
        };
    }

    private static @Nullable String text(@Nullable Object id) {
        return id == null ? null : id.toString();
    }

    /** What the caller is known by. */
    private record Ids(@Nullable UserId user, @Nullable CompanyId company, @Nullable MembershipId membership,
            @Nullable String accessVersion) {
        private static final Ids NOBODY = new Ids(null, null, null, null);

        static Ids of(Caller caller) {
            return switch (caller) {
                case Caller.Unproven _ -> NOBODY;
                case Caller.Authenticated known -> new Ids(known.user(), null, null, null);
                case Caller.Member member -> new Ids(member.user(), member.company(), member.membership(), null);
                case Caller.MemberWithAccess member -> new Ids(member.user(), member.access().company(),
                        member.access().membership(), member.access().version());
            };
        }
    }
}
