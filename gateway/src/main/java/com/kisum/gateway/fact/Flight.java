package com.kisum.gateway.fact;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Supplier;
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
 * answer that is older than what anyone has announced is noticed, however slow it was. Where the pointer was read on the way, and nothing
 * moved since, an answer that equals it is current as of that reading; the pointer is moved all the same, but nobody waits.
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
    private volatile @Nullable Watch reading;
    private volatile EarlierReadings.@Nullable Earlier earlier;

    /** When a load began: then, and what had moved until then. */
    private record Start(long nanos, int marks, long moves) {
        /** A pointer that only the answer named was not watched: then any push at all may have been its own. */
        boolean overtakenBy(Watch watch, Pointer pointer, Watches watches) {
            return watch.marks() != marks || (!watch.isOver(pointer) && watches.moves() != moves);
        }
    }

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

    /** Whether a push came since it started: who asks now may have been told more than it knows. */
    boolean isOvertaken() {
        Watch watch = reading;
        return watch != null && watch.marks() > 0;
    }

    /** Nobody's leaving stops it. */
    void start(Runnable landed) {
        EarlierReadings.Earlier read = cache.readEarlier(key);
        Watch watch = read == null ? desk.watches().begin(source.watched(key)) : read.watch();
        earlier = read;
        reading = watch;
        Mono.defer(() -> begin(watch))
                .timeout(desk.times().patience(), Mono.fromSupplier(() -> outage("not known in time")),
                        desk.scheduler())
                .doFinally(_ -> watch.close())
                .doOnTerminate(landed)
                .subscribe(outcome::tryEmitValue, outcome::tryEmitError);
    }

    private Mono<Outcome<V>> begin(Watch watch) {
        Held<V> held = cache.held(key);
        if (held == null || held.isSuperseded()) {
            return load(watch, false);
        }
        return cache.isYoung(held) ? confirm(held, watch, true) : load(watch, false, source::loadAnew);
    }

    private Mono<Outcome<V>> confirm(Held<V> held, Watch watch, boolean again) {
        Pointer pointer = source.pointer(key, held.value());
        int marks = watch.over(pointer).marks();
        long begun = now();
        earlier = null;
        return desk.pointers().read(pointer).flatMap(reading -> switch (reading) {
            case PointerReading.At(long version) when version == held.version() -> again && watch.marks() != marks
                    ? confirm(held, watch, false)
                    : current(held.confirmed(begun), watch, marks, Outcome.Origin.MEMORY);
            case PointerReading.At(long version) when version > held.version() ->
                ahead(version, held, begun, watch, marks);
            case PointerReading.At _,PointerReading.Missing _ -> load(watch, false, source::loadAnew);
            case PointerReading.Unreachable _ -> load(watch, true, source::loadAnew);
        });
    }

    private Mono<Outcome<V>> load(Watch watch, boolean redisIsDown) {
        return load(watch, redisIsDown, source::load);
    }

    /**
     * @param redisIsDown then what is young decides, if the sources have enough to do
     */
    private Mono<Outcome<V>> load(Watch watch, boolean redisIsDown,
            BiFunction<K, Watch, Mono<Loaded<V>>> loading) {
        if (asked++ >= MOST_LOADS) {
            return Mono.just(outage("it moves faster than it can be read"));
        }
        if (!loads.tryBegin()) {
            return Mono.just(withoutPlace(redisIsDown));
        }
        Start start = new Start(now(), watch.marks(), desk.watches().moves());
        return loading.apply(key, watch).doFinally(_ -> loads.ended()).flatMap(loaded -> switch (loaded) {
            case Loaded.Said<V> said -> said(said, watch, start);
            case Loaded.Confirmed<V> confirmed -> confirmed(confirmed, watch, start);
            case Loaded.Shared<V> shared -> shared(shared, watch);
            case Loaded.Ended<V> ended -> compareEnd(ended, watch, start);
            case Loaded.EndConfirmed<V>(Loaded.Ended<V> ended, int marks) -> watch.marks() == marks
                    ? endConfirmed(ended)
                    : compareEnd(ended, watch, start);
            case Loaded.None<V> _ -> watch.marks() == start.marks() ? none() : load(watch, redisIsDown);
            case Loaded.Outage<V>(String cause) -> Mono.just(outage(cause));
        });
    }

    /** What is held now, not what was held when Redis was asked: a push or another flight may have come between. */
    private Outcome<V> withoutPlace(boolean redisIsDown) {
        Held<V> held = cache.held(key);
        if (!redisIsDown || held == null || held.suspect() || held.isSuperseded() || !cache.isYoung(held)) {
            return new Outcome.Overloaded<>(last());
        }
        desk.meters().unconfirmed();
        return new Outcome.Unconfirmed<>(held);
    }

    /** What was read earlier counts for the first answer only: afterwards something later is known. */
    private Mono<Outcome<V>> said(Loaded.Said<V> said, Watch watch, Start start) {
        EarlierReadings.Earlier read = earlier;
        return asked == 1 && read != null && read.version() == said.version()
                ? confirmed(new Loaded.Confirmed<>(said, read.begunNanos(), 0), watch, start)
                : compare(said, watch, start);
    }

    /** An equal pointer confirms, whether it is read before the source or after. It is moved for its life's sake. */
    private Mono<Outcome<V>> confirmed(Loaded.Confirmed<V> confirmed, Watch watch, Start start) {
        Loaded.Said<V> said = confirmed.said();
        if (watch.marks() != confirmed.marks()) {
            return compare(said, watch, start);
        }
        cache.caughtUp(key);
        desk.pointers().moveForward(source.pointer(key, said.value()), said.version()).subscribe();
        return current(Held.of(said.value(), said.version(), said.begunNanos(), confirmed.confirmedNanos()), watch,
                confirmed.marks(), Outcome.Origin.SOURCE);
    }

    private Mono<Outcome<V>> compare(Loaded.Said<V> said, Watch watch, Start start) {
        Pointer pointer = source.pointer(key, said.value());
        boolean overtaken = start.overtakenBy(watch, pointer, desk.watches());
        int marks = watch.over(pointer).marks();
        long begun = now();
        return moveForward(pointer, said.version()).flatMap(reading -> switch (reading) {
            case PointerReading.At(long version) when version > said.version() ->
                behind(pointer, version, said, begun, watch, marks);
            case PointerReading.At _ -> {
                cache.caughtUp(key);
                Held<V> held = Held.of(said.value(), said.version(), said.begunNanos(), begun);
                yield watch.marks() == marks
                        ? current(held, watch, marks, Outcome.Origin.SOURCE)
                        : readAgain(held, watch);
            }
            // Nobody can say more than the source did; unless something moved since it was asked.
            case PointerReading.Missing _,PointerReading.Unreachable _ ->
                overtaken || watch.marks() != marks ? load(watch, true) : bySourceAlone(said, watch, marks);
        });
    }

    /**
     * What nobody here had heard of is a change that was announced to nobody only if the pointer stands below it still: a push may have been
     * lost. So it is looked at in the same round.
     */
    private Mono<PointerReading> moveForward(Pointer pointer, long version) {
        if (!cache.isNewTo(key, version)) {
            return desk.pointers().moveForward(pointer, version);
        }
        return Mono.zip(desk.pointers().read(pointer), desk.pointers().moveForward(pointer, version),
                (before, after) -> {
                    if (before instanceof PointerReading.At(long stood) && stood < version) {
                        desk.meters().pointerBehind();
                    }
                    return after;
                });
    }

    private Mono<Outcome<V>> bySourceAlone(Loaded.Said<V> said, Watch watch, int marks) {
        Held<V> held = Held.of(said.value(), said.version(), said.begunNanos(), said.begunNanos());
        Held<V> kept = cache.keep(key, held, watch, marks, false);
        return kept == null
                ? load(watch, true)
                : Mono.just(new Outcome.Current<>(kept, Outcome.Origin.SOURCE));
    }

    /** A push came while the pointer was moved; often our own. */
    private Mono<Outcome<V>> readAgain(Held<V> held, Watch watch) {
        Pointer pointer = source.pointer(key, held.value());
        int marks = watch.marks();
        long begun = now();
        return desk.pointers().read(pointer).flatMap(reading -> switch (reading) {
            case PointerReading.At(long version) when version == held.version() ->
                current(held.confirmed(begun), watch, marks, Outcome.Origin.SOURCE);
            case PointerReading.At(long version) when version > held.version() ->
                ahead(version, held, begun, watch, marks);
            case PointerReading.At _,PointerReading.Missing _ -> load(watch, false);
            case PointerReading.Unreachable _ -> load(watch, true);
        });
    }

    private Mono<Outcome<V>> shared(Loaded.Shared<V> shared, Watch watch) {
        Held<V> held = Held.of(shared.value(), shared.version(), shared.loadedNanos(), shared.confirmedNanos());
        if (watch.marks() != shared.marks()) {
            return confirm(held, watch, false);
        }
        return cache.isYoung(held)
                ? current(held, watch, shared.marks(), Outcome.Origin.REDIS)
                : load(watch, false);
    }

    /**
     * What is held is no longer current. Some pointers tell the whole fact; but the source was asked when it was asked, and is asked again
     * in time: it may be ahead of its pointer.
     */
    private Mono<Outcome<V>> ahead(long version, Held<V> held, long begun, Watch watch, int marks) {
        cache.supersede(key, version);
        V told = source.toldBy(key, version);
        return told == null
                ? load(watch, false)
                : current(Held.of(told, version, held.loadedAt(), begun), watch, marks, Outcome.Origin.REDIS);
    }

    private Mono<Outcome<V>> behind(Pointer pointer, long ahead, Loaded.Said<V> said, long begun, Watch watch,
            int marks) {
        desk.meters().sourceBehind();
        cache.supersede(key, ahead);
        if (!pointer.isFinal(ahead) && cache.isRestored(key, said.version(), said.begunNanos(), ahead)) {
            return restored(pointer, ahead, said, watch);
        }
        V told = source.toldBy(key, ahead);
        return told == null
                ? loadLater(watch)
                : current(Held.of(told, ahead, said.begunNanos(), begun), watch, marks, Outcome.Origin.REDIS);
    }

    private Mono<Outcome<V>> restored(Pointer pointer, long seen, Loaded.Said<V> said, Watch watch) {
        int marks = watch.marks();
        long begun = now();
        return followDown(pointer, seen, said.version(),
                () -> current(Held.of(said.value(), said.version(), said.begunNanos(), begun), watch, marks,
                        Outcome.Origin.SOURCE));
    }

    private Mono<Outcome<V>> followDown(Pointer pointer, long seen, long version, Supplier<Mono<Outcome<V>>> then) {
        return desk.pointers().followDown(pointer, seen, version).flatMap(reading -> {
            if (!reading.equals(new PointerReading.At(version))) {
                return Mono.just(outage("the source is behind what was announced"));
            }
            desk.meters().restored(pointer, seen, version);
            cache.caughtUp(key);
            return then.get();
        });
    }

    private Mono<Outcome<V>> loadLater(Watch watch) {
        return asked >= MOST_LOADS
                ? Mono.just(outage("the source is behind what was announced"))
                : Mono.delay(pause(), desk.scheduler()).flatMap(_ -> load(watch, false));
    }

    private Mono<Outcome<V>> compareEnd(Loaded.Ended<V> ended, Watch watch, Start start) {
        Pointer pointer = ended.pointer();
        boolean overtaken = start.overtakenBy(watch, pointer, desk.watches());
        int marks = watch.over(pointer).marks();
        return moveForward(pointer, ended.version()).flatMap(reading -> switch (reading) {
            case PointerReading.At(long version) when version > ended.version() ->
                behindEnd(ended, version, watch, start);
            case PointerReading.At _ -> {
                cache.caughtUp(key);
                yield watch.marks() == marks ? none() : load(watch, false);
            }
            case PointerReading.Missing _,PointerReading.Unreachable _ ->
                overtaken || watch.marks() != marks ? load(watch, true) : none();
        });
    }

    private Mono<Outcome<V>> endConfirmed(Loaded.Ended<V> ended) {
        cache.caughtUp(key);
        desk.pointers().moveForward(ended.pointer(), ended.version()).subscribe();
        return none();
    }

    private Mono<Outcome<V>> behindEnd(Loaded.Ended<V> ended, long ahead, Watch watch, Start start) {
        desk.meters().sourceBehind();
        cache.supersede(key, ahead);
        return !ended.pointer().isFinal(ahead) && cache.isRestored(key, ended.version(), start.nanos(), ahead)
                ? followDown(ended.pointer(), ahead, ended.version(), this::none)
                : loadLater(watch);
    }

    private Mono<Outcome<V>> none() {
        cache.forget(key);
        return Mono.just(new Outcome.None<>());
    }

    private Mono<Outcome<V>> current(Held<V> candidate, Watch watch, int marks, Outcome.Origin from) {
        Held<V> kept = cache.keep(key, candidate, watch, marks, true);
        return kept == null ? load(watch, false) : Mono.just(new Outcome.Current<>(kept, from));
    }

    private Outcome<V> outage(String cause) {
        return new Outcome.Outage<>(cause, last());
    }

    private @Nullable Held<V> last() {
        Held<V> last = cache.held(key);
        return last == null || last.isSuperseded() || last.suspect() ? null : last;
    }

    private Duration pause() {
        return desk.times().backoff().multipliedBy(1L << (asked - 1));
    }

    private long now() {
        return desk.clock().getAsLong();
    }
}
