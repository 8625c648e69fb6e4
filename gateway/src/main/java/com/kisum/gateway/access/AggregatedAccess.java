package com.kisum.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.kisum.auth.AggregatedAccessSource;
import com.kisum.auth.AggregatedAnswer;
import com.kisum.gateway.fact.FactPushes;
import com.kisum.gateway.fact.MemberKey;
import com.kisum.gateway.identity.Bearer;
import com.kisum.gateway.record.DecisionEvent.AccessFrom;
import com.kisum.gateway.record.Recorder;
import com.kisum.policy.Caller;
import com.kisum.policy.DenyReason;
import com.kisum.policy.Source;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.EffectiveAccess;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import com.kisum.policy.access.Vocabulary;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What does Auth's own aggregation say? Asked with the caller's token, because Auth tells nobody else: so what it said is held per session,
 * in memory only, as long as it may go unconfirmed, and never asked for again but by a request of that session. Membership and
 * access are one answer here, so a route that asks for membership only costs the same call.
 *
 * <p>What moves is remembered by when it moved: an answer to a question that began before decides no more.
 */
public final class AggregatedAccess implements AccessLookup, FactPushes.Followers {
    private static final Logger LOG = LoggerFactory.getLogger(AggregatedAccess.class);
    private static final int MOST_MOVED = 100_000;

    private final AggregatedAccessSource auth;
    private final Duration maxStaleness;
    private final Duration patience;
    private final InstantSource calendar;
    private final LongSupplier clock;
    private final Recorder recorder;
    private final Strangers strangers;
    private final ColdLookups cold;
    private final Cache<Question, Held> held;
    private final Cache<Object, Long> moved = Caffeine.newBuilder().maximumSize(MOST_MOVED).executor(Runnable::run)
            .build();
    private final Map<Asking, Flight> flights = new ConcurrentHashMap<>();
    private volatile long everythingMoved;

    /** Whose session asks about which company. */
    private record Question(SessionId session, CompanyId company) {}

    /**
     * A question, and the token it is asked with. A session may have two for a moment, one of them expired already; what Auth says to that one
     * is no answer to the other.
     */
    private record Asking(Question question, String token) {
        @Override
        public String toString() {
            return question.toString();
        }
    }

    /** A question that is under way, and since when. */
    private record Flight(Mono<Answered> answer, long begun) {}

    /** What Auth said, and when it was asked. */
    private record Answered(AggregatedAnswer answer, long begun) {}

    /** An answer that may decide again. */
    private record Held(AggregatedAnswer.Access access, long begun) {}

    public AggregatedAccess(AggregatedAccessSource auth, Duration maxStaleness, Duration patience, AccessBounds bounds,
            InstantSource calendar, LongSupplier clock, Recorder recorder) {
        this.auth = auth;
        this.maxStaleness = maxStaleness;
        this.patience = patience;
        this.calendar = calendar;
        this.clock = clock;
        this.recorder = recorder;
        this.strangers = new Strangers(clock);
        this.cold = new ColdLookups(bounds.coldLookups(), clock);
        this.held = Caffeine.newBuilder().maximumSize(bounds.members()).executor(Runnable::run).build();
        this.everythingMoved = clock.getAsLong() - 1;
        recorder.holds("aggregated", held::estimatedSize);
        recorder.holds("stranger", strangers::remembered);
    }

    @Override
    public Mono<Found> of(Bearer bearer, CompanyId company, boolean withAccess, Vocabulary vocabulary,
            Duration tolerance) {
        Question question = new Question(bearer.session(), company);
        MemberKey member = new MemberKey(company, bearer.user());
        Held known = held.getIfPresent(question);
        if (known != null && isValid(known, member) && ageOf(known).compareTo(maxStaleness) < 0) {
            return Mono.just(found(bearer.user(), known, vocabulary, AccessFrom.MEMORY));
        }
        if (strangers.knows(member)) {
            recorder.accessLookup(AccessFrom.MEMORY, "stranger");
            return Mono.just(stranger(bearer.user(), new DenyReason.NotAMember()));
        }
        Asking asking = new Asking(question, bearer.token());
        if (known == null && !flights.containsKey(asking) && !cold.tryOne(bearer.user())) {
            recorder.accessLookup(AccessFrom.MEMORY, "too_many");
            return Mono.just(stranger(bearer.user(), new DenyReason.TooManyLookups()));
        }
        return ask(asking, member)
                .flatMap(answered -> isOvertaken(answered, member) ? ask(asking, member) : Mono.just(answered))
                .map(answered -> isOvertaken(answered, member)
                        ? outage(bearer.user(), question, "it changes faster than Auth tells of it", vocabulary,
                                tolerance)
                        : met(bearer, question, answered, vocabulary, tolerance))
                .timeout(patience, Mono.fromSupplier(
                        () -> outage(bearer.user(), question, "no answer in time", vocabulary, tolerance)));
    }

    /**
     * One flight per token and company; a caller who leaves does not stop what others wait for. Nobody joins one that was overtaken.
     * It is over before those who wait are answered, so that who has to ask again does.
     */
    private Mono<Answered> ask(Asking asking, MemberKey member) {
        return Mono.defer(() -> flights.compute(asking,
                (_, running) -> running != null && !movedSince(member, running.begun()) ? running : begun(asking))
                .answer());
    }

    private Flight begun(Asking asking) {
        long begun = clock.getAsLong();
        return new Flight(auth.access(asking.question().company(), asking.token())
                .map(answer -> new Answered(answer, begun))
                .doOnTerminate(() -> flights.computeIfPresent(asking,
                        (_, running) -> running.begun() == begun ? null : running))
                .cache(), begun);
    }

    private boolean isOvertaken(Answered answered, MemberKey member) {
        return movedSince(member, answered.begun()) || (answered.answer() instanceof AggregatedAnswer.Access access
                && movedSince((Object) access.grants().membership(), answered.begun()));
    }

    private Found met(Bearer bearer, Question question, Answered answered, Vocabulary vocabulary,
            Duration tolerance) {
        UserId user = bearer.user();
        return switch (answered.answer()) {
            case AggregatedAnswer.Access access -> {
                Held fresh = new Held(access, answered.begun());
                if (!calendar.instant().isBefore(access.validUntil())) {
                    yield outage(user, question, "the answer was no longer valid when it came; do the clocks differ?",
                            vocabulary, tolerance);
                }
                held.put(question, fresh);
                yield found(user, fresh, vocabulary, AccessFrom.SOURCE);
            }
            case AggregatedAnswer.NotAMember _ -> {
                held.invalidate(question);
                strangers.remember(new MemberKey(question.company(), user), answered.begun());
                recorder.accessLookup(AccessFrom.SOURCE, "stranger");
                yield stranger(user, new DenyReason.NotAMember());
            }
            case AggregatedAnswer.SessionRevoked _ -> {
                if (bearer.isExpired(calendar.instant())) {
                    // Auth does not wait for clocks that differ, as we do.
                    recorder.authenticationFailed("expired");
                    yield new Found(new Caller.Unproven(new DenyReason.TokenExpired()), null);
                }
                // Our own look at the session found it alive: it ended between the two.
                held.invalidate(question);
                recorder.authenticationFailed("revoked");
                yield new Found(new Caller.Unproven(new DenyReason.SessionRevoked()), null);
            }
            case AggregatedAnswer.Outage(String cause) -> outage(user, question, cause, vocabulary, tolerance);
        };
    }

    private Found found(UserId user, Held known, Vocabulary vocabulary, AccessFrom from) {
        recorder.accessLookup(from, "found");
        AggregatedAnswer.Access access = known.access();
        return new Found(new Caller.MemberWithAccess(user, EffectiveAccess.of(access.entitlements(), access.grants(),
                vocabulary, calendar.instant(), access.version())), from);
    }

    private Found outage(UserId user, Question question, String cause, Vocabulary vocabulary, Duration tolerance) {
        Held last = held.getIfPresent(question);
        if (last != null && isValid(last, new MemberKey(question.company(), user))
                && ageOf(last).minus(maxStaleness).compareTo(tolerance) <= 0) {
            return found(user, last, vocabulary, AccessFrom.STALE);
        }
        LOG.warn("access is unavailable: {}", cause);
        recorder.accessLookup(AccessFrom.SOURCE, "outage");
        return stranger(user, new DenyReason.AccessUnavailable(Source.AUTH));
    }

    private Duration ageOf(Held known) {
        return Duration.ofNanos(clock.getAsLong() - known.begun());
    }

    private boolean isValid(Held known, MemberKey member) {
        return calendar.instant().isBefore(known.access().validUntil())
                && !movedSince((Object) known.access().grants().membership(), known.begun())
                && !movedSince(member, known.begun());
    }

    /** Whether anything that an answer to this member depends on moved after that. */
    private boolean movedSince(MemberKey member, long begun) {
        return everythingMoved - begun >= 0 || movedSince((Object) member, begun)
                || movedSince((Object) member.company(), begun) || movedSince((Object) member.user(), begun);
    }

    private boolean movedSince(Object what, long begun) {
        Long at = moved.getIfPresent(what);
        return at != null && at - begun >= 0;
    }

    @Override
    public void company(CompanyId company) {
        moved.put(company, clock.getAsLong());
    }

    @Override
    public void membership(MembershipId membership) {
        moved.put(membership, clock.getAsLong());
    }

    @Override
    public void named(MemberKey member) {
        moved.put(member, clock.getAsLong());
        strangers.forget(member);
    }

    @Override
    public void user(UserId user) {
        moved.put(user, clock.getAsLong());
    }

    @Override
    public void everything() {
        everythingMoved = clock.getAsLong();
        strangers.forgetAll();
    }

    private static Found stranger(UserId user, DenyReason.OfCompany why) {
        return new Found(new Caller.Authenticated(user, why), null);
    }
}
