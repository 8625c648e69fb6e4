package com.kisum.gateway.fact;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What is held of one kind of fact, and may it decide?
 *
 * <p>A fact is fresh while its load began within {@code reload-after} and it is known to have been current within
 * {@code max-staleness}. A fresh fact costs a look into a map. Everything else is one {@link Flight} per key, which all who ask
 * share. A push takes two things away at once: the freshness of what is held, and the right of a running flight to be joined. The
 * flight itself sees that its watch was marked. So what a flight brings home can never take the place of what came later:
 * {@link #keep} compares under the key's own lock.
 */
public final class FactCache<K, V> {
    private final FactSource<K, V> source;
    private final FactDesk desk;
    private final Loads loads;
    private final Cache<K, Held<V>> held;
    private final Map<K, Flight<K, V>> flights = new ConcurrentHashMap<>();
    private final Cache<K, Behind> behind;
    private final EarlierReadings<K> earlier;
    private final Enforcement<K> enforcement;
    private final LongAdder evictions = new LongAdder();
    private final long reloadAfter;
    private final long maxStaleness;

    /** A pointer that was ahead of its source: where it stood, and when that was first seen. */
    private record Behind(long pointer, long since) {}

    /**
     * @param loads how many sources may be asked at once
     * @param mostHeld what was least useful goes first
     */
    public FactCache(FactSource<K, V> source, FactDesk desk, Loads loads, long mostHeld) {
        this.source = source;
        this.desk = desk;
        this.loads = loads;
        this.held = Caffeine.newBuilder().maximumSize(mostHeld).executor(Runnable::run)
                .evictionListener((@Nullable K key, @Nullable Held<V> value, RemovalCause _) -> {
                    evictions.increment();
                    if (key != null && value != null) {
                        source.evicted(key, value.value());
                    }
                }).build();
        this.behind = Caffeine.newBuilder().maximumSize(10_000).executor(Runnable::run).build();
        this.earlier = new EarlierReadings<>(desk.times().maxStaleness(), desk.clock());
        this.enforcement = new Enforcement<>(desk.meters(), desk.clock());
        this.reloadAfter = desk.times().reloadAfter().toNanos();
        this.maxStaleness = desk.times().maxStaleness().toNanos();
    }

    /** What may decide without asking anyone. */
    public @Nullable Held<V> fresh(K key) {
        Held<V> known = held.getIfPresent(key);
        return known != null && isFresh(known) ? known : null;
    }

    /** Whatever is held, fresh or not. */
    public @Nullable Held<V> held(K key) {
        return held.getIfPresent(key);
    }

    /** Whether someone asks for it already: then one more who asks costs nothing. */
    public boolean isUnderWay(K key) {
        Flight<K, V> running = flights.get(key);
        return running != null && !running.isOvertaken();
    }

    /** Never empty. A caller who leaves does not stop what others wait for. */
    public Mono<Outcome<V>> get(K key) {
        Held<V> fresh = fresh(key);
        return fresh != null ? Mono.just(new Outcome.Current<>(fresh, Outcome.Origin.MEMORY)) : flight(key);
    }

    /** As {@link #get}, but what is held is not new enough: something newer was heard of. */
    public Mono<Outcome<V>> newerThan(K key, Held<V> known) {
        superseded(key, known.version() + 1);
        return flight(key);
    }

    private Mono<Outcome<V>> flight(K key) {
        return Mono.defer(() -> {
            enforcement.met(key);
            Flight<K, V> mine = new Flight<>(key, this, source, desk, loads);
            Flight<K, V> joined = flights.compute(key,
                    (_, running) -> running == null || running.isOvertaken() ? mine : running);
            if (joined == mine) {
                mine.start(() -> flights.remove(key, mine));
            }
            return joined.outcome();
        });
    }

    /** Since the load began that this came from, whichever replica made it. */
    public Duration age(Held<V> known) {
        return Duration.ofNanos(desk.clock().getAsLong() - known.loadedAt());
    }

    /** Since when is this not known to have been current? */
    public Duration sinceConfirmed(Held<V> known) {
        return Duration.ofNanos(desk.clock().getAsLong() - desk.tracked().confirmedAt(known.confirmedAt()));
    }

    /** How long after it was last fresh is this, at the moment? Negative while it is fresh. */
    public Duration staleness(Held<V> known) {
        long now = desk.clock().getAsLong();
        long byAge = now - known.loadedAt() - reloadAfter;
        long byConfirmation = now - desk.tracked().confirmedAt(known.confirmedAt()) - maxStaleness;
        return Duration.ofNanos(Math.max(byAge, byConfirmation));
    }

    /**
     * What of an outcome may decide?
     *
     * @param tolerance how long after it was last fresh something may decide still, when nobody can be asked
     */
    public @Nullable Usable<V> usable(Outcome<V> outcome, Duration tolerance) {
        return switch (outcome) {
            case Outcome.Current<V>(Held<V> known, Outcome.Origin from) -> new Usable<>(known, from);
            case Outcome.Unconfirmed<V>(Held<V> known) -> new Usable<>(known, Outcome.Origin.MEMORY);
            case Outcome.Outage<V>(String _, Held<V> last) -> stale(last, tolerance);
            case Outcome.Overloaded<V>(Held<V> last) -> stale(last, tolerance);
            case Outcome.None<V> _ -> null;
        };
    }

    private @Nullable Usable<V> stale(@Nullable Held<V> last, Duration tolerance) {
        return last != null && !source.isOver(last.value()) && staleness(last).compareTo(tolerance) <= 0
                ? new Usable<>(last, Outcome.Origin.STALE)
                : null;
    }

    private boolean isFresh(Held<V> known) {
        if (known.suspect() || known.isSuperseded()) {
            return false;
        }
        long now = desk.clock().getAsLong();
        return now - known.loadedAt() < reloadAfter && !source.isOver(known.value())
                && now - desk.tracked().confirmedAt(known.confirmedAt()) < maxStaleness;
    }

    boolean isYoung(Held<V> known) {
        return desk.clock().getAsLong() - known.loadedAt() < reloadAfter && !source.isOver(known.value());
    }

    /** A push: whoever reads this at the moment was told already, by their watch. */
    public void moved(K key) {
        boolean waitedFor = flights.remove(key) != null;
        if (held(key) != null) {
            enforcement.barred(key, waitedFor);
        }
        Held<V> known = held.asMap().computeIfPresent(key, (_, old) -> old.withSuspicion(true));
        if (known != null) {
            recheck(key, known);
        }
    }

    public void everythingMoved() {
        flights.clear();
    }

    /**
     * So that the next request need not ask: is what was pushed the version that is held? Most often it is our own writing that comes
     * back. Bounded; what finds no place is asked for by the next request.
     */
    private void recheck(K key, Held<V> known) {
        if (!loads.tryRecheck()) {
            return;
        }
        Watch watch = desk.watches().begin(source.watched(key));
        Pointer pointer = source.pointer(key, known.value());
        int marks = watch.over(pointer).marks();
        long begun = desk.clock().getAsLong();
        desk.pointers().read(pointer).doFinally(_ -> {
            watch.close();
            loads.rechecked();
        }).subscribe(reading -> {
            if (reading instanceof PointerReading.At(long version)) {
                if (version == known.version()) {
                    keep(key, known.confirmed(begun), watch, marks, true);
                } else if (version > known.version()) {
                    superseded(key, version);
                    V told = source.toldBy(key, version);
                    if (told != null) {
                        keep(key, Held.of(told, version, known.loadedAt(), begun), watch, marks, true);
                    }
                }
            }
        });
    }

    /**
     * Keeps what a flight brought, unless something later is known. What was overtaken by a push is kept, but does not count as
     * confirmed.
     *
     * <p>Normally versions only grow. A load that began after we had heard of a newer version, and agrees with a pointer that was
     * read after it, too, proves that both went back together: a source was restored.
     *
     * @param marks of the watch before the reading that confirmed it
     * @param byPointer whether the pointer stands at this version
     * @return what may decide now; nothing if it was overtaken by something newer
     */
    @Nullable
    Held<V> keep(K key, Held<V> candidate, Watch watch, int marks, boolean byPointer) {
        long learnedAt = desk.clock().getAsLong();
        Held<V> before = held(key);
        Held<V> now = held.asMap().compute(key, (_, old) -> {
            Held<V> known = candidate.withSuspicion(watch.marks() != marks).learned(learnedAt);
            if (old == null) {
                return known;
            }
            boolean newerIsKnown = Math.max(old.version(), old.floor()) > known.version();
            boolean later = known.loadedAt() - old.learnedAt() > 0 && known.confirmedAt() - old.learnedAt() > 0;
            if (newerIsKnown && !(byPointer && later)) {
                return old;
            }
            return old.version() == known.version() && old.value().equals(known.value())
                    ? known.mergedWith(old)
                    : known;
        });
        source.kept(key, now.value());
        if (before != null && !source.pointer(key, before.value()).equals(source.pointer(key, now.value()))) {
            source.evicted(key, before.value());
        }
        if (watch.marks() != marks) {
            // Who pushed while this was not held yet, or could not be found yet by what was pushed, has marked the watch before.
            held.asMap().computeIfPresent(key, (_, kept) -> kept.withSuspicion(true));
        }
        measure(key, before, now);
        return now.version() == candidate.version() && !now.isSuperseded() ? now : null;
    }

    /** What came along with another fact; kept unless something later is known. */
    public void offer(K key, Held<V> candidate, Watch watch, int marks) {
        if (isYoung(candidate)) {
            keep(key, candidate, watch, marks, true);
        }
    }

    /**
     * Its pointer was read on the way to another fact, and whoever asks for this one next need not do it again.
     *
     * @param watch over what this fact is watched by, begun before the reading; whoever uses the reading closes it
     */
    public void pointerRead(K key, long version, long begunNanos, Watch watch) {
        earlier.leave(key, new EarlierReadings.Earlier(version, begunNanos, watch));
    }

    EarlierReadings.@Nullable Earlier readEarlier(K key) {
        return earlier.take(key);
    }

    /** Which of two that keep at once measures the change does not matter: only the first finds that it waits. */
    private void measure(K key, @Nullable Held<V> before, Held<V> now) {
        if (before != null && now.version() > before.version()) {
            enforcement.replaced(key, source.pointer(key, now.value()), before.version(), now.version(),
                    flights.containsKey(key));
        } else if (!now.suspect() && !now.isSuperseded()) {
            enforcement.over(key);
        }
    }

    /** A request found that what is held was superseded. */
    void supersede(K key, long newer) {
        superseded(key, newer);
        enforcement.met(key);
    }

    private void superseded(K key, long newer) {
        long now = desk.clock().getAsLong();
        Held<V> known = held(key);
        if (known != null && newer > known.version()) {
            enforcement.barred(key, flights.containsKey(key));
        }
        held.asMap().computeIfPresent(key, (_, old) -> old.below(newer, now));
    }

    /**
     * The source says that there is none. No version is left to compare with, so whoever is reading is told as by a push: what they
     * bring may be older, and must be confirmed before it decides again.
     */
    void forget(K key) {
        desk.watches().moved(source.watched(key));
        Held<V> old = held.asMap().remove(key);
        if (old != null) {
            source.evicted(key, old.value());
            enforcement.replaced(key, source.pointer(key, old.value()), old.version(), Long.MAX_VALUE,
                    flights.containsKey(key));
        }
    }

    /**
     * Has the source been below its pointer for longer than {@code reload-after}? One answer below it proves nothing: the pointer may have
     * been moved while the answer was on its way. So the pointer that was seen first is remembered, and only an answer to a question
     * that began so much later, and is still below that pointer, tells of a restored source.
     *
     * @param version what the source answered
     * @param begunNanos when the asking began
     * @param ahead where the pointer stands now
     */
    boolean isRestored(K key, long version, long begunNanos, long ahead) {
        long now = desk.clock().getAsLong();
        Behind first = behind.asMap().compute(key,
                (_, old) -> old == null || version >= old.pointer() ? new Behind(ahead, now) : old);
        return first != null && begunNanos - first.since() > reloadAfter;
    }

    /** What is held is not what the key stands for any more; the next request finds nothing. */
    public void replaced(K key) {
        forget(key);
        flights.remove(key);
    }

    /** Whether this version is above all that is held or was heard of. Nothing held, or only what came to its end, has not changed. */
    boolean isNewTo(K key, long version) {
        Held<V> known = held(key);
        return known != null && !known.suspect() && version > known.floor() && !source.isOver(known.value());
    }

    /** The source is where its pointer is. */
    void caughtUp(K key) {
        behind.invalidate(key);
    }

    public long size() {
        return held.estimatedSize();
    }

    /** How many had to give way to others. */
    public long evictions() {
        return evictions.sum();
    }
}
