package com.kisum.gateway.decide;

import com.kisum.gateway.answer.Answer;
import com.kisum.gateway.answer.AnswerCode;
import com.kisum.gateway.answer.Answers;
import com.kisum.gateway.fact.MemberKey;
import com.kisum.gateway.identity.Bearer;
import com.kisum.gateway.proxy.Stream;
import com.kisum.policy.Caller;
import com.kisum.policy.Decision;
import com.kisum.policy.DenyReason;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.route.Lookup;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One stream, and what it was decided on last: whose changes concern it, and may it go on? What is not said to be volatile is known to
 * the one thread of {@link OpenStreams} alone.
 */
final class OpenStream {
    private static final Logger LOG = LoggerFactory.getLogger(OpenStream.class);
    /** Each question on the way has its own time; this is for none of them coming to an end, by a bug. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final Stream stream;
    final String route;
    private final Function<RecordEntry, Mono<RecordEntry>> again;
    volatile boolean over;
    /** When it is decided again though nothing is known to have changed. */
    long dueNanos;
    boolean waiting;
    boolean underWay;
    boolean movedMeanwhile;
    boolean hadNoAnswer;
    private volatile RecordEntry entry;

    /** What came of deciding again. */
    sealed interface Verdict {
        record GoesOn() implements Verdict {}

        record Ends(Answer why) implements Verdict {
            /** Too much was asked for at the moment: that says nothing of this stream, and may be over in a moment. */
            boolean isOfTheMoment() {
                return why.code() == AnswerCode.OVERLOADED || why.code() == AnswerCode.RATE_LIMITED;
            }
        }
    }

    /**
     * @param again decides on the same request anew, by the policy and the facts of now
     */
    OpenStream(Stream stream, RecordEntry entry, Function<RecordEntry, Mono<RecordEntry>> again) {
        this.stream = stream;
        this.entry = entry;
        this.again = again;
        this.route = entry.routeId();
    }

    String requestId() {
        return entry.received().trace().requestId();
    }

    /** Whether it rests on facts: what is public rests on the policy alone. */
    boolean restsOnFacts() {
        return entry.bearer() != null;
    }

    /**
     * @param moved sessions, users, companies, memberships, members
     */
    boolean restsOn(Set<Object> moved) {
        Bearer bearer = entry.bearer();
        if (bearer == null) {
            return false;
        }
        if (moved.contains(bearer.session()) || moved.contains(bearer.user())) {
            return true;
        }
        String named = entry.received().company();
        if (named == null) {
            return false;
        }
        CompanyId company = new CompanyId(named);
        return moved.contains(company) || moved.contains(new MemberKey(company, bearer.user()))
                || restsOnMembership(moved);
    }

    private boolean restsOnMembership(Set<Object> moved) {
        Decided known = entry.decision();
        return switch (known == null ? null : known.caller()) {
            case Caller.Member member -> moved.contains(member.membership());
            case Caller.MemberWithAccess member -> moved.contains(member.access().membership());
            case Caller.Authenticated _ -> false;
            case Caller.Unproven _ -> false;
            case null -> false;
        };
    }

    /** Never empty, never an error. */
    Mono<Verdict> decideAgain() {
        return Mono.defer(() -> again.apply(entry)).timeout(PATIENCE).map(this::verdict)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("a step ended without an answer")))
                .onErrorResume(bug -> {
                    LOG.error("request {}: an error of ours while its stream was decided again, so it ends",
                            requestId(), bug);
                    return Mono.just(new Verdict.Ends(Answers.internal()));
                });
    }

    private Verdict verdict(RecordEntry asked) {
        Decided decided = asked.decision();
        if (decided == null) {
            throw new IllegalStateException("nothing was decided");
        }
        if (!decided.passes()) {
            return new Verdict.Ends(Answers.to(((Decision.Deny) decided.decision()).reason()));
        }
        if (stream.kind() == Stream.Kind.WEBSOCKET && decided.lookup() instanceof Lookup.Found found
                && !found.route().options().webSocket()) {
            return new Verdict.Ends(Answers.to(new DenyReason.NoRoute())); // its path is there, and takes requests only
        }
        entry = asked;
        return new Verdict.GoesOn();
    }
}
