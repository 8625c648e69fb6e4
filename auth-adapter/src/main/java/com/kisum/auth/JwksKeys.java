package com.kisum.auth;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Which of Auth's keys do we believe in right now?
 *
 * <p>A snapshot is held, and a token that names one of its keys never waits. When the snapshot is due, the same look
 * starts a refresh that nobody waits for.
 *
 * <p>A token with an unknown key is judged by a reading that began after it came, and by no earlier one: its key may have been
 * published since. Strangers can cause one such reading per interval at most, however many ids they make up. So who comes too soon
 * after the last one waits for the next, which all share; only so many wait at a time, and none for longer than the patience.
 * Beyond either the key could not be asked for, which is an outage and no refusal. The first reading and the refreshes in the
 * background do not use the allowance up: else the first key that Auth began to sign with after one of them would wait for nothing.
 *
 * <p>After a failed attempt nobody asks for a moment, and whoever needs an answer is told of that failure. Ages are taken from a
 * clock that nobody sets, and count from when a reading began.
 */
final class JwksKeys implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JwksKeys.class);
    /** Longer than the breaker's pause: an attempt is not wasted on being told that it is open. */
    private static final long AFTER_FAILURE = Duration.ofSeconds(3).toNanos();
    /** For one call and a little: who met the end of one call that said nothing may see another through. */
    private static final Duration BEYOND_TIMEOUT = Duration.ofMillis(500);
    /** Each is a request that is held, and a stranger can send as many as there are connections. */
    static final int MOST_WAITING = 1_000;

    /** No keys means that none were ever read: a reading without keys is a failure. */
    private record Snapshot(Map<String, SigningKey> keys, long readAt) {}

    private final Supplier<Mono<KeySetAnswer>> source;
    private final LongSupplier nanoClock;
    private final Scheduler timer;
    private final long refreshAfter;
    private final long outageTolerance;
    private final long minimumInterval;
    private final Duration patience;
    private final AtomicReference<KeySetAttempt> latest;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private volatile Snapshot held;

    /**
     * @param timer wakes those who wait
     */
    JwksKeys(Supplier<Mono<KeySetAnswer>> source, KeySettings settings, LongSupplier nanoClock, Scheduler timer) {
        this.source = source;
        this.nanoClock = nanoClock;
        this.timer = timer;
        this.refreshAfter = settings.refreshAfter().toNanos();
        this.outageTolerance = settings.outageTolerance().toNanos();
        this.minimumInterval = settings.minimumInterval().toNanos();
        this.patience = settings.timeout().plus(BEYOND_TIMEOUT);
        long now = nanoClock.getAsLong();
        this.held = new Snapshot(Map.of(), now);
        KeySetAttempt none = new KeySetAttempt(now - AFTER_FAILURE, now - minimumInterval);
        none.end(new KeySetAnswer.Outage("not asked yet"));
        this.latest = new AtomicReference<>(none);
    }

    /** Reads the keys before the first token comes; that it fails is no reason not to start. */
    void readAhead() {
        refresh(nanoClock.getAsLong());
    }

    /** When the attempt under way has ended, well or not; at once when none is. */
    Mono<Void> untilAsked() {
        return latest.get().answer().then();
    }

    /** Since when the keys held were true; NaN when none were ever read. */
    double ageInSeconds() {
        Snapshot snapshot = held;
        return snapshot.keys().isEmpty() ? Double.NaN : (nanoClock.getAsLong() - snapshot.readAt()) / 1e9;
    }

    /** At once when the key is known. */
    Mono<KeyLookup> key(String kid) {
        long now = nanoClock.getAsLong();
        Snapshot snapshot = held;
        if (isBelieved(snapshot, now)) {
            refreshWhenDue(snapshot, now);
            SigningKey key = snapshot.keys().get(kid);
            if (key != null) {
                return Mono.just(new KeyLookup.Known(key));
            }
        }
        KeySetAttempt last = latest.get();
        KeySetAnswer.Outage failure = last.outage();
        if (failure != null && now - last.at() < AFTER_FAILURE) {
            return Mono.just(new KeyLookup.Unavailable(failure.cause()));
        }
        return Mono.defer(() -> waited(kid));
    }

    /** Whether what this key verified earlier is still good. */
    boolean believesIn(SigningKey key) {
        long now = nanoClock.getAsLong();
        Snapshot snapshot = held;
        if (!isBelieved(snapshot, now)) {
            return false;
        }
        refreshWhenDue(snapshot, now);
        return key.equals(snapshot.keys().get(key.kid()));
    }

    private Mono<KeyLookup> waited(String kid) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return Mono.just(new KeyLookup.Unavailable("too many tokens wait for Auth's keys"));
        }
        return asked(kid)
                .timeout(patience, Mono.just(new KeyLookup.Unavailable("Auth's keys did not come in time")), timer)
                .doFinally(_ -> waiting.decrementAndGet());
    }

    /** An attempt that had begun before may know the key; that it does not is no answer. */
    private Mono<KeyLookup> asked(String kid) {
        KeySetAttempt last = latest.get();
        if (last.isOver() || !last.hasBegun()) {
            return judged(kid, last.isOver() ? after(last) : last);
        }
        return judged(kid, last)
                .flatMap(lookup -> lookup instanceof KeyLookup.Unknown ? judged(kid, after(last)) : Mono.just(lookup));
    }

    private Mono<KeyLookup> judged(String kid, KeySetAttempt attempt) {
        return attempt.answer().map(answer -> found(kid, answer));
    }

    private KeyLookup found(String kid, KeySetAnswer answer) {
        Snapshot snapshot = held;
        SigningKey key = snapshot.keys().get(kid);
        if (key != null && isBelieved(snapshot, nanoClock.getAsLong())) {
            return new KeyLookup.Known(key);
        }
        return switch (answer) {
            case KeySetAnswer.Keys _ -> new KeyLookup.Unknown();
            case KeySetAnswer.Outage outage -> new KeyLookup.Unavailable(outage.cause());
        };
    }

    private boolean isBelieved(Snapshot snapshot, long now) {
        return !snapshot.keys().isEmpty() && now - snapshot.readAt() <= outageTolerance;
    }

    private void refreshWhenDue(Snapshot snapshot, long now) {
        if (now - snapshot.readAt() >= refreshAfter) {
            refresh(now);
        }
    }

    private void refresh(long now) {
        KeySetAttempt last = latest.get();
        if (last.isOver() && !(last.outage() != null && now - last.at() < AFTER_FAILURE)) {
            start(last, new KeySetAttempt(now, last.forUnknownKeyAt()), 0);
        }
    }

    /** The attempt for unknown keys that follows this one, as soon as it is allowed. */
    private KeySetAttempt after(KeySetAttempt last) {
        long now = nanoClock.getAsLong();
        long pause = Math.max(0, last.forUnknownKeyAt() + minimumInterval - now);
        return start(last, new KeySetAttempt(now + pause, now + pause), pause);
    }

    /** Of several who would start at the same moment, one does, and the others share its attempt. */
    private KeySetAttempt start(KeySetAttempt last, KeySetAttempt next, long pause) {
        if (!latest.compareAndSet(last, next)) {
            return latest.get();
        }
        if (pause == 0) {
            begin(next);
        } else {
            Mono.delay(Duration.ofNanos(pause), timer).subscribe(_ -> begin(next));
        }
        return next;
    }

    private void begin(KeySetAttempt attempt) {
        attempt.begin();
        Mono.defer(source).takeUntilOther(closed.asMono()).doOnNext(answer -> keep(answer, attempt.at()))
                .switchIfEmpty(Mono.fromSupplier(() -> new KeySetAnswer.Outage("nobody asks any more")))
                .contextWrite(LateErrors::quietly)
                .subscribe(attempt::end,
                        bug -> attempt.end(new KeySetAnswer.Outage("could not be asked: " + bug)));
    }

    /** Ends the attempt under way, and every later one as it begins. */
    @Override
    public void close() {
        Sinks.EmitResult _ = closed.tryEmitEmpty(); // twice is once
    }

    private void keep(KeySetAnswer answer, long startedAt) {
        switch (answer) {
            case KeySetAnswer.Keys keys -> held = new Snapshot(keepingWhatStayed(keys.byId()), startedAt);
            case KeySetAnswer.Outage outage -> log.warn("Auth's keys could not be read: {}", outage.cause());
        }
    }

    /** A key that stayed the same stays the same object, so that what it verified is still known to be good. */
    private Map<String, SigningKey> keepingWhatStayed(Map<String, SigningKey> fresh) {
        Map<String, SigningKey> before = held.keys();
        Map<String, SigningKey> keys = new HashMap<>(fresh);
        keys.replaceAll((kid, key) -> {
            SigningKey old = before.get(kid);
            return old != null && old.hasSameNumbersAs(key) ? old : key;
        });
        return Map.copyOf(keys);
    }
}
