package com.kisum.gateway.decide;

import com.kisum.gateway.fact.FactPushes;
import com.kisum.gateway.fact.MemberKey;
import com.kisum.gateway.proxy.Farewell;
import com.kisum.gateway.proxy.Stream;
import com.kisum.gateway.record.StreamMeters;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * May what was allowed a while ago still go on? What is open is decided again when something moved that it rests on, when another policy
 * has taken over, and every so often though nothing is known to have changed; it ends when a request would be denied by now.
 *
 * <p>Opening costs one entry in a set and nothing else. What moves is
 * collected for a moment, and looked for in all that is open at once: a thousand streams of one company are found in one walk, and decided a few at a
 * time, on facts that are loaded once.
 *
 * <p>Nothing falls between a decision and its entry here: every move is numbered, a request remembers the number at which it began,
 * and what is opened at another one is decided again.
 */
public final class OpenStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenStreams.class);
    private static final int MOST_AT_ONCE = 64;
    private static final int MOST_MOVED = 10_000;
    private static final long GATHERING_MILLIS = 10;
    private static final long ONCE_MORE_NANOS = TimeUnit.SECONDS.toNanos(1); // as a request is told: Retry-After

    private final StreamMeters meters;
    private final long everyNanos;
    private final Set<OpenStream> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong moves = new AtomicLong();
    private final Set<Object> moved = ConcurrentHashMap.newKeySet();
    /** Opened when something had moved since they were decided on. */
    private final Queue<OpenStream> suspects = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean allMoved = new AtomicBoolean();
    private final AtomicBoolean gathering = new AtomicBoolean();
    private final FactPushes.Followers followers = new Followed();
    private final ScheduledExecutorService deciding = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("open-streams").factory());
    private volatile boolean draining;
    private final Queue<OpenStream> waiting = new ArrayDeque<>();
    private int underWay;

    /**
     * @param every at latest, a stream that rests on facts is decided again
     */
    public OpenStreams(StreamMeters meters, Duration every) {
        this.meters = meters;
        this.everyNanos = every.toNanos();
        long look = Math.clamp(every.toMillis() / 8, 10, 1_000);
        var _ = deciding.scheduleWithFixedDelay(guarded(this::lookForDue), look, look, TimeUnit.MILLISECONDS);
    }

    /** How often has anything moved? To be asked before a request is decided on. */
    long moves() {
        return moves.get();
    }

    /** Who is to be told of what moves; after all who hold facts, or a decision would be made on what they held before. */
    public FactPushes.Followers followers() {
        return followers;
    }

    /** Another policy has taken over. */
    public void policyChanged() {
        everything();
    }

    /**
     * @param again decides on the same request anew, by the policy and the facts of now
     * @return what is to be run when it is over
     */
    Runnable opened(Stream stream, RecordEntry entry, Function<RecordEntry, Mono<RecordEntry>> again) {
        OpenStream opened = new OpenStream(stream, entry, again);
        opened.dueNanos = nextDue();
        AtomicInteger number = meters.open(opened.route, stream.kind());
        number.incrementAndGet();
        open.add(opened);
        if (moves.get() != entry.moves()) {
            suspects.add(opened);
            gather();
        }
        if (draining) {
            leave(opened);
        }
        return () -> {
            opened.over = true;
            if (open.remove(opened)) {
                number.decrementAndGet();
            }
        };
    }

    private long nextDue() {
        // Spread, so that what was opened together is not decided together ever after.
        return System.nanoTime() + everyNanos / 2 + ThreadLocalRandom.current().nextLong(everyNanos / 2 + 1);
    }

    private void moved(Object what) {
        moves.incrementAndGet();
        if (open.isEmpty()) {
            return; // who comes now sees that something moved
        }
        if (moved.size() < MOST_MOVED) {
            moved.add(what);
        } else {
            allMoved.set(true);
        }
        gather();
    }

    private void everything() {
        moves.incrementAndGet();
        allMoved.set(true);
        gather();
    }

    private void gather() {
        if (gathering.compareAndSet(false, true)) {
            later(this::lookForMoved, GATHERING_MILLIS);
        }
    }

    private void lookForMoved() {
        gathering.set(false);
        boolean all = allMoved.getAndSet(false);
        Set<Object> some = new HashSet<>();
        for (Iterator<Object> each = moved.iterator(); each.hasNext();) {
            some.add(each.next());
            each.remove();
        }
        for (OpenStream stream : open) {
            if (all || stream.restsOn(some)) {
                enqueue(stream);
            }
        }
        for (OpenStream stream = suspects.poll(); stream != null; stream = suspects.poll()) {
            enqueue(stream);
        }
        goOn();
    }

    private void lookForDue() {
        long now = System.nanoTime();
        for (OpenStream stream : open) {
            if (stream.dueNanos - now <= 0 && stream.restsOnFacts()) {
                enqueue(stream);
            }
        }
        goOn();
    }

    private void enqueue(OpenStream stream) {
        if (stream.underWay) {
            stream.movedMeanwhile = true;
        } else if (!stream.waiting && !stream.over) {
            stream.waiting = true;
            waiting.add(stream);
        }
    }

    private void goOn() {
        while (underWay < MOST_AT_ONCE && !waiting.isEmpty()) {
            OpenStream stream = waiting.remove();
            stream.waiting = false;
            if (!stream.over) {
                underWay++;
                stream.underWay = true;
                stream.dueNanos = nextDue();
                stream.decideAgain().subscribe(verdict -> later(() -> judged(stream, verdict), 0));
            }
        }
    }

    private void judged(OpenStream stream, OpenStream.Verdict verdict) {
        underWay--;
        stream.underWay = false;
        boolean movedMeanwhile = stream.movedMeanwhile;
        stream.movedMeanwhile = false;
        switch (verdict) {
            case OpenStream.Verdict.GoesOn _ -> {
                meters.decidedAgain(true);
                stream.hadNoAnswer = false;
                if (movedMeanwhile) {
                    enqueue(stream);
                }
            }
            case OpenStream.Verdict.Ends ends when ends.isOfTheMoment() && !stream.hadNoAnswer -> {
                stream.hadNoAnswer = true;
                stream.dueNanos = System.nanoTime() + ONCE_MORE_NANOS;
            }
            case OpenStream.Verdict.Ends ends -> {
                meters.decidedAgain(false);
                end(stream, Farewell.of(ends.why()));
            }
        }
        goOn();
    }

    private void end(OpenStream stream, Farewell why) {
        if (!stream.over) {
            stream.over = true; // the entry goes when the connection has
            meters.ended(stream.route, stream.stream.kind(), why.reason());
            LOG.info("request {}: its stream at {} ends: {} {}", stream.requestId(), stream.route, why.code(),
                    why.reason());
            stream.stream.end(why);
        }
    }

    /** What would never end by itself is not waited for. */
    public void leave() {
        draining = true;
        open.forEach(this::leave);
    }

    private void leave(OpenStream stream) {
        later(() -> end(stream, Farewell.shutdown()), 0);
    }

    private void later(Runnable what, long millis) {
        try {
            var _ = deciding.schedule(guarded(what), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException over) {
            LOG.debug("nothing is decided again any more: the gateway has stopped");
        }
    }

    private static Runnable guarded(Runnable what) {
        return () -> {
            try {
                what.run();
            } catch (RuntimeException bug) {
                LOG.error("an error of ours while streams were looked at", bug);
            }
        };
    }

    @Override
    public void close() {
        deciding.shutdownNow();
    }

    /** What moves, whatever it is. */
    private final class Followed implements FactPushes.Followers {
        @Override
        public void company(CompanyId company) {
            moved(company);
        }

        @Override
        public void membership(MembershipId membership) {
            moved(membership);
        }

        @Override
        public void named(MemberKey member) {
            moved(member);
        }

        @Override
        public void user(UserId user) {
            moved(user);
        }

        @Override
        public void session(SessionId session) {
            moved(session);
        }

        @Override
        public void everything() {
            OpenStreams.this.everything();
        }
    }
}
