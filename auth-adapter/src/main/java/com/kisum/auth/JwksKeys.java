package com.kisum.auth;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Which of Auth's keys do we believe in right now?
 *
 * <p>A snapshot is held, and a token that names one of its keys never waits. When the snapshot is due, the same look
 * starts a refresh that nobody waits for. Only a token with an unknown key waits for a refresh, and strangers can cause
 * one of those per interval at most, however many ids they make up; all who come meanwhile share it. The first reading
 * and the refreshes in the background do not use that allowance up: else a key that Auth began to sign with just after one
 * of them would be unknown until the interval is over.
 *
 * <p>A failed attempt may be repeated sooner, so that we are well soon after Auth is. Ages are taken from a clock that
 * nobody sets, and count from when a reading began.
 */
final class JwksKeys implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JwksKeys.class);
    /** Longer than the breaker's pause: an attempt is not wasted on being told that it is open. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(3);

    /** No keys means that none were ever read: a reading without keys is a failure. */
    private record Snapshot(Map<String, SigningKey> keys, long readAt) {}

    /**
     * @param forUnknownKeyAt when an unknown key last caused an attempt, this one included
     */
    private record Attempt(long startedAt, boolean everForUnknownKey, long forUnknownKeyAt,
            CompletableFuture<KeySetAnswer> answer) {
        boolean isRunning() {
            return !answer.isDone();
        }

        boolean failed() {
            return answer.getNow(new KeySetAnswer.Outage("under way")) instanceof KeySetAnswer.Outage;
        }
    }

    private final Supplier<Mono<KeySetAnswer>> source;
    private final LongSupplier nanoClock;
    private final long refreshAfter;
    private final long outageTolerance;
    private final long minimumInterval;
    private final long afterFailure;
    private final AtomicReference<Attempt> latest;
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private volatile Snapshot held;

    JwksKeys(Supplier<Mono<KeySetAnswer>> source, KeySettings settings, LongSupplier nanoClock) {
        this.source = source;
        this.nanoClock = nanoClock;
        this.refreshAfter = settings.refreshAfter().toNanos();
        this.outageTolerance = settings.outageTolerance().toNanos();
        this.minimumInterval = settings.minimumInterval().toNanos();
        this.afterFailure = Math.min(minimumInterval, AFTER_FAILURE.toNanos());
        long now = nanoClock.getAsLong();
        this.held = new Snapshot(Map.of(), now);
        this.latest = new AtomicReference<>(new Attempt(now - afterFailure, false, now,
                CompletableFuture.completedFuture(new KeySetAnswer.Outage("not asked yet"))));
    }

    /** Reads the keys before the first token comes; that it fails is no reason not to start. */
    void readAhead() {
        refresh(nanoClock.getAsLong());
    }

    /** When the attempt under way has ended, well or not; at once when none is. */
    Mono<Void> untilAsked() {
        return Mono.fromFuture(() -> latest.get().answer(), true).then();
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
        // Suppressed: one client that hangs up must not cancel what others wait for.
        return Mono.fromFuture(askForUnknown(now).answer(), true).map(answer -> found(kid, answer));
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
        Attempt last = latest.get();
        if (!last.isRunning() && !(last.failed() && now - last.startedAt() < afterFailure)) {
            start(last, new Attempt(now, last.everForUnknownKey(), last.forUnknownKeyAt(), new CompletableFuture<>()));
        }
    }

    /** The attempt whose answer decides: the one under way, a recent one, or else a new one. */
    private Attempt askForUnknown(long now) {
        Attempt last = latest.get();
        boolean tooSoon = last.failed()
                ? now - last.startedAt() < afterFailure
                : last.everForUnknownKey() && now - last.forUnknownKeyAt() < minimumInterval;
        if (last.isRunning() || tooSoon) {
            return last;
        }
        return start(last, new Attempt(now, true, now, new CompletableFuture<>()));
    }

    /** Of several who would start at the same moment, one does, and the others share its attempt. */
    private Attempt start(Attempt last, Attempt next) {
        if (!latest.compareAndSet(last, next)) {
            return latest.get();
        }
        Mono.defer(source).takeUntilOther(closed.asMono()).subscribe(answer -> {
            keep(answer, next.startedAt());
            next.answer().complete(answer);
        }, bug -> next.answer().complete(new KeySetAnswer.Outage("could not be asked: " + bug)),
                () -> next.answer().complete(new KeySetAnswer.Outage("nobody asks any more")));
        return next;
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
