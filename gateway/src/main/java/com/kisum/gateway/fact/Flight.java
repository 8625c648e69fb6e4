package com.kisum.gateway.fact;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * How is one fact confirmed, or loaded, without ever believing what was overtaken?
 *
 * <p>In this order, each step only if the one before did not answer:
 * <ol>
 * <li>What is held and young is confirmed by its pointer: equal, it is current as of the beginning of that reading.
 * <li>The source is asked. Its answer moves the pointer forward, by one compare-and-set that also says where the pointer stands: so an
 * answer that is older than what anyone has announced is noticed, however slow it was.
 * <li>An answer below its pointer is asked for again, with pauses. A source that stays below for longer than
 * {@code reload-after} was restored from a backup, and the pointer follows it down.
 * </ol>
 *
 * <p>A push for what is being read marks the watch. Then the pointer is read once more before anything is decided on, and what is kept
 * does not count as confirmed if yet another push came meanwhile. No further round is needed to decide: the second reading
 * began after the request did.
 */
final class Flight<K, V> {
    private static final int MOST_LOADS = 4;

    private final K key;
    private final FactCache<K, V> cache;
    private final FactSource<K, V> source;
    private final FactDesk desk;
    private final Loads loads;
    private final Sinks.One<Outcome<V>> outcome = Sinks.one();
    private int asked;

    Flight(K key, FactCache<K, V> cache, FactSource<K, V> source, FactDesk desk, Loads loads) {
        this.key = key;
        this.cache = cache;
        this.source = source;
        this.desk = desk;
        this.loads = loads;
    }

    Mono<Outcome<V>> outcome() {
        return outcome.asMono();
    }

    /** Nobody's leaving stops it. */
    void start(Runnable landed) {
        Watch watch = desk.watches().begin(source.watched(key));
        Mono.defer(() -> begin(watch))
                .timeout(desk.times().patience(), Mono.fromSupplier(() -> outage("not known in time")), desk.scheduler())
                .doFinally(_ -> watch.close())
                .doOnTerminate(landed)
                .subscribe(outcome::tryEmitValue, outcome::tryEmitError);
    }

    private Mono<Outcome<V>> begin(Watch watch) {
        Held<V> held = cache.held(key);
        return held != null && cache.isYoung(held) && !held.isSuperseded()
                ? confirm(held, watch, true)
                : load(watch, null);
    }

    private Mono<Outcome<V>> confirm(Held<V> held, Watch watch, boolean again) {
        Pointer pointer = source.pointer(key, held.value());
        int marks = watch.over(pointer).marks();
        long begun = now();
        return desk.pointers().read(pointer).flatMap(reading -> switch (reading) {
            case PointerReading.At(long version) when version == held.version() -> again && watch.marks() != marks
                    ? confirm(held, watch, false)
                    : current(held.confirmed(begun), watch, marks, Outcome.Origin.MEMORY);
            case PointerReading.At(long version) when version > held.version() -> ahead(version, begun, watch, marks);
            case PointerReading.At _,PointerReading.Missing _ -> load(watch, null);
            case PointerReading.Unreachable _ -> load(watch, held);
        });
    }

    /**
     * @param otherwise decides when Redis cannot be asked and the sources have enough to do
     */
    private Mono<Outcome<V>> load(Watch watch, @Nullable Held<V> otherwise) {
        if (asked++ >= MOST_LOADS) {
            return Mono.just(outage("it moves faster than it can be read"));
        }
        if (!loads.tryBegin()) {
            return Mono.just(withoutPlace(otherwise));
        }
        int marks = watch.marks();
        return source.load(key, watch).doFinally(_ -> loads.ended()).flatMap(loaded -> switch (loaded) {
            case Loaded.Said<V> said -> compare(said, watch, marks);
            case Loaded.Shared<V> shared -> shared(shared, watch);
            case Loaded.Ended<V> ended -> compareEnd(ended, watch);
            case Loaded.None<V> _ -> watch.marks() == marks ? none() : load(watch, otherwise);
            case Loaded.Outage<V>(String cause) -> Mono.just(outage(cause));
        });
    }

    private Outcome<V> withoutPlace(@Nullable Held<V> otherwise) {
        if (otherwise == null || otherwise.suspect()) {
            return new Outcome.Overloaded<>();
        }
        desk.meters().unconfirmed();
        return new Outcome.Unconfirmed<>(otherwise);
    }

    private Mono<Outcome<V>> compare(Loaded.Said<V> said, Watch watch, int marksBefore) {
        Pointer pointer = source.pointer(key, said.value());
        int marks = watch.over(pointer).marks();
        long begun = now();
        return desk.pointers().moveForward(pointer, said.version()).flatMap(reading -> switch (reading) {
            case PointerReading.At(long version) when version > said.version() ->
                behind(pointer, version, said, watch);
            case PointerReading.At _ -> {
                Held<V> held = Held.of(said.value(), said.version(), said.begunNanos(), begun);
                yield watch.marks() == marks
                        ? current(held, watch, marks, Outcome.Origin.SOURCE)
                        : readAgain(held, watch);
            }
            // Nobody can say more than the source did; unless something moved since it was asked.
            case PointerReading.Missing _,PointerReading.Unreachable _ ->
                watch.marks() == marksBefore ? bySourceAlone(said, watch, marksBefore) : load(watch, null);
        });
    }

    private Mono<Outcome<V>> bySourceAlone(Loaded.Said<V> said, Watch watch, int marks) {
        Held<V> held = Held.of(said.value(), said.version(), said.begunNanos(), said.begunNanos());
        Held<V> kept = cache.keep(key, held, watch, marks, false);
        return kept == null
                ? load(watch, null)
                : Mono.just(new Outcome.Current<>(kept, Outcome.Origin.SOURCE));
    }

    /** A push came while the pointer was moved; often our own. */
    private Mono<Outcome<V>> readAgain(Held<V> held, Watch watch) {
        desk.meters().overtaken();
        Pointer pointer = source.pointer(key, held.value());
        int marks = watch.marks();
        long begun = now();
        return desk.pointers().read(pointer).flatMap(reading -> switch (reading) {
            case PointerReading.At(long version) when version == held.version() ->
                current(held.confirmed(begun), watch, marks, Outcome.Origin.SOURCE);
            case PointerReading.At(long version) when version > held.version() -> ahead(version, begun, watch, marks);
            case PointerReading.At _,PointerReading.Missing _,PointerReading.Unreachable _ -> load(watch, null);
        });
    }

    private Mono<Outcome<V>> shared(Loaded.Shared<V> shared, Watch watch) {
        Held<V> held = Held.of(shared.value(), shared.version(), shared.loadedNanos(), shared.confirmedNanos());
        if (watch.marks() != shared.marks()) {
            desk.meters().overtaken();
            return confirm(held, watch, false);
        }
        return cache.isYoung(held)
                ? current(held, watch, shared.marks(), Outcome.Origin.REDIS)
                : load(watch, null);
    }

    /** What is held is no longer current. Some pointers tell the whole fact. */
    private Mono<Outcome<V>> ahead(long version, long begun, Watch watch, int marks) {
        cache.supersede(key, version);
        V told = source.toldBy(key, version);
        return told == null
                ? load(watch, null)
                : current(Held.of(told, version, begun, begun), watch, marks, Outcome.Origin.REDIS);
    }

    private Mono<Outcome<V>> behind(Pointer pointer, long ahead, Loaded.Said<V> said, Watch watch) {
        cache.supersede(key, ahead);
        V told = source.toldBy(key, ahead);
        if (told != null) {
            return current(Held.of(told, ahead, now(), now()), watch, watch.marks(), Outcome.Origin.REDIS);
        }
        desk.meters().sourceBehind();
        if (now() - cache.behindSince(key) > desk.times().reloadAfter().toNanos()) {
            return restored(pointer, ahead, said, watch);
        }
        return asked >= MOST_LOADS
                ? Mono.just(outage("the source is behind what was announced"))
                : Mono.delay(pause(), desk.scheduler()).flatMap(_ -> load(watch, null));
    }

    private Mono<Outcome<V>> restored(Pointer pointer, long seen, Loaded.Said<V> said, Watch watch) {
        long begun = now();
        return desk.pointers().followDown(pointer, seen, said.version()).flatMap(reading -> {
            if (!reading.equals(new PointerReading.At(said.version()))) {
                return Mono.just(outage("the source is behind what was announced"));
            }
            desk.meters().restored(pointer, seen, said.version());
            Held<V> held = Held.of(said.value(), said.version(), said.begunNanos(), begun);
            cache.restore(key, held);
            return Mono.just(new Outcome.Current<>(held, Outcome.Origin.SOURCE));
        });
    }

    private Mono<Outcome<V>> compareEnd(Loaded.Ended<V> ended, Watch watch) {
        int marks = watch.over(ended.pointer()).marks();
        return desk.pointers().moveForward(ended.pointer(), ended.version()).flatMap(reading -> {
            boolean newer = reading instanceof PointerReading.At(long version) && version > ended.version();
            if (!newer && watch.marks() == marks) {
                return none();
            }
            return asked >= MOST_LOADS
                    ? Mono.just(outage("the source is behind what was announced"))
                    : Mono.delay(pause(), desk.scheduler()).flatMap(_ -> load(watch, null));
        });
    }

    private Mono<Outcome<V>> none() {
        cache.forget(key);
        return Mono.just(new Outcome.None<>());
    }

    private Mono<Outcome<V>> current(Held<V> candidate, Watch watch, int marks, Outcome.Origin from) {
        Held<V> kept = cache.keep(key, candidate, watch, marks, true);
        return kept == null ? load(watch, null) : Mono.just(new Outcome.Current<>(kept, from));
    }

    private Outcome<V> outage(String cause) {
        Held<V> last = cache.held(key);
        return new Outcome.Outage<>(cause, last == null || last.isSuperseded() || last.suspect() ? null : last);
    }

    private Duration pause() {
        return desk.times().backoff().multipliedBy(1L << (asked - 1));
    }

    private long now() {
        return desk.clock().getAsLong();
    }
}
