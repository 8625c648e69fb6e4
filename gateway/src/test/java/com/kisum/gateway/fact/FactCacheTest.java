package com.kisum.gateway.fact;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.MembershipId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

final class FactCacheTest implements FactSource<String, String>, Pointers, FactMeters {
    private static final FactTimes TIMES = new FactTimes(Duration.ofSeconds(60), Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofMillis(100));

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private final Watches watches = new Watches();
    private final Tracked tracked = new Tracked();
    private Runnable whenKept = () -> {};
    private final Deque<Supplier<Mono<Loaded<String>>>> answers = new ArrayDeque<>();
    private final List<Long> loads = new ArrayList<>();
    private PointerReading pointer = new PointerReading.Missing();
    private Sinks.@Nullable One<PointerReading> slowReading;
    private int evictions;
    private int restorations;
    private long nanos = 1;
    private FactCache<String, String> cache = cache(8, 1000);

    private FactCache<String, String> cache(int places, long mostHeld) {
        FactDesk desk = new FactDesk(this, watches, tracked, TIMES, () -> nanos, timers, this);
        return new FactCache<>(this, desk, new Loads(places), mostHeld);
    }

    @Test
    void tenThousandWhoAskAtOnceCauseOneLoad() {
        Sinks.One<Loaded<String>> slow = Sinks.one();
        answers.add(slow::asMono);
        List<Outcome<String>> outcomes = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            cache.get("key").subscribe(outcomes::add);
        }
        slow.tryEmitValue(said(1));
        assertThat(outcomes).hasSize(10_000).allSatisfy(outcome -> assertThat(version(outcome)).isEqualTo(1));
        assertThat(loads).hasSize(1);
    }

    @Test
    void whoLeavesDoesNotStopWhatOthersWaitFor() {
        Sinks.One<Loaded<String>> slow = Sinks.one();
        answers.add(slow::asMono);
        Disposable first = cache.get("key").subscribe();
        List<Outcome<String>> outcomes = new ArrayList<>();
        cache.get("key").subscribe(outcomes::add);
        first.dispose();
        assertThat(slow.currentSubscriberCount()).isEqualTo(1);
        slow.tryEmitValue(said(1));
        assertThat(outcomes).singleElement().satisfies(outcome -> assertThat(version(outcome)).isEqualTo(1));
    }

    @Test
    void whatIsFreshCostsNoQuestion() {
        answers.add(() -> Mono.just(said(1)));
        ask();
        assertThat(version(ask())).isEqualTo(1);
        assertThat(loads).hasSize(1);
    }

    /** A source that hangs fills all places; who tolerates what is old in an outage tolerates it then. */
    @Test
    void whatMayBeStaleDecidesWhileThereIsNoPlaceToAsk() {
        cache = cache(1, 10);
        answers.add(() -> Mono.just(said(1)));
        ask("held");
        pass(Duration.ofSeconds(61));
        answers.add(Mono::never);
        cache.get("other").subscribe();
        Outcome<String> outcome = ask("held");
        assertThat(outcome).isInstanceOf(Outcome.Overloaded.class);
        assertThat(cache.usable(outcome, Duration.ZERO)).isNull();
        assertThat(cache.usable(outcome, Duration.ofSeconds(60))).isNotNull();
        pointer = new PointerReading.Unreachable("down");
        cache.moved("held");
        assertThat(cache.usable(ask("held"), Duration.ofSeconds(60))).as("a push said that it moved").isNull();
    }

    /** Whoever is told of a change marks those who read, and then looks for what is held: a moment too soon to find it. */
    @Test
    void aPushThatDoesNotFindYetWhatIsBeingKeptIsNotLost() {
        answers.add(() -> Mono.just(said(1)));
        whenKept = () -> watches.moved("key");
        cache.get("key").subscribe();
        assertThat(cache.fresh("key")).isNull();
    }

    @Test
    void holdsNoMoreThanItMay() {
        cache = cache(8, 10);
        for (int i = 0; i < 1000; i++) {
            answers.add(() -> Mono.just(said(1)));
            ask("key" + i);
        }
        assertThat(cache.size()).isLessThanOrEqualTo(10);
        assertThat(evictions).isGreaterThanOrEqualTo(990);
    }

    @Test
    void moreThanMayBeAskedAtOnceIsToldSoAtOnce() {
        cache = cache(1, 10);
        answers.add(Mono::never);
        cache.get("one").subscribe();
        assertThat(ask("two")).isInstanceOf(Outcome.Overloaded.class);
        pass(TIMES.patience());
        answers.add(() -> Mono.just(said(1)));
        assertThat(version(ask("two"))).as("the place is free again").isEqualTo(1);
    }

    @Test
    void whatIsYoungDecidesUnconfirmedOnlyWhileRedisIsDown() {
        cache = cache(1, 10);
        answers.add(() -> Mono.just(said(1)));
        ask("held");
        pass(Duration.ofSeconds(6));
        answers.add(Mono::never);
        cache.get("other").subscribe();
        pointer = new PointerReading.Missing();
        assertThat(ask("held")).isInstanceOf(Outcome.Overloaded.class);
        pointer = new PointerReading.Unreachable("down");
        assertThat(ask("held")).isInstanceOf(Outcome.Unconfirmed.class);
        cache.moved("held");
        assertThat(ask("held")).as("a push said that it moved").isInstanceOf(Outcome.Overloaded.class);
    }

    @Test
    void aFailureIsNotRemembered() {
        answers.add(() -> Mono.just(new Loaded.Outage<>("down")));
        assertThat(ask()).isInstanceOf(Outcome.Outage.class);
        answers.add(() -> Mono.just(said(1)));
        assertThat(version(ask())).isEqualTo(1);
    }

    @Test
    void whatHangsIsAnOutageInTime() {
        answers.add(Mono::never);
        List<Outcome<String>> outcomes = new ArrayList<>();
        cache.get("key").subscribe(outcomes::add);
        pass(TIMES.patience());
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Outage.class);
    }

    @Test
    void aSourceBelowItsPointerIsAskedAgainWithGrowingPausesAndThenItIsAnOutage() {
        pointer = new PointerReading.At(2);
        for (int i = 0; i < 4; i++) {
            answers.add(() -> Mono.just(said(1)));
        }
        List<Outcome<String>> outcomes = new ArrayList<>();
        cache.get("key").subscribe(outcomes::add);
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofMillis(50));
        }
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Outage.class);
        assertThat(loads).extracting(at -> Duration.ofNanos(at - 1).toMillis()).containsExactly(0L, 100L, 300L, 700L);
    }

    @Test
    void aSourceThatWasBelowItsPointerOnceLongAgoIsNotTakenForRestored() {
        pointer = new PointerReading.At(2);
        answers.add(() -> Mono.just(said(1)));
        answers.add(() -> Mono.just(new Loaded.Outage<>("down")));
        cache.get("key").subscribe();
        pass(Duration.ofMillis(100));
        pass(Duration.ofHours(1));
        // It has been at 2 since; a slow answer is overtaken by the announcement of 3.
        answers.add(() -> {
            Loaded<String> slow = said(2);
            pointer = new PointerReading.At(3);
            return Mono.just(slow);
        });
        answers.add(() -> Mono.just(said(3)));
        List<Outcome<String>> outcomes = new ArrayList<>();
        cache.get("key").subscribe(outcomes::add);
        pass(Duration.ofMillis(100));
        assertThat(restorations).isZero();
        assertThat(outcomes).singleElement().satisfies(outcome -> assertThat(version(outcome)).isEqualTo(3));
    }

    @Test
    void aSourceThatStaysBelowItsPointerIsFollowedDown() {
        pointer = new PointerReading.At(2);
        for (int i = 0; i < 5; i++) {
            answers.add(() -> Mono.just(said(1)));
        }
        cache.get("key").subscribe();
        pass(Duration.ofMillis(100));
        pass(Duration.ofMillis(200));
        pass(Duration.ofMillis(400));
        assertThat(restorations).isZero();
        pass(Duration.ofSeconds(61));
        assertThat(version(ask())).isEqualTo(1);
        assertThat(restorations).isEqualTo(1);
    }

    @Test
    void anEndOvertakesWhoeverIsReading() {
        answers.add(() -> Mono.just(said(1)));
        ask();
        pass(Duration.ofSeconds(6));
        Sinks.One<PointerReading> slow = Sinks.one();
        slowReading = slow;
        List<Outcome<String>> outcomes = new ArrayList<>();
        cache.moved("key");
        slowReading = null;
        answers.add(() -> Mono.just(new Loaded.None<>()));
        pointer = new PointerReading.Missing();
        assertThat(ask()).isInstanceOf(Outcome.None.class);
        slow.tryEmitValue(new PointerReading.At(1));
        answers.add(() -> Mono.just(new Loaded.None<>()));
        cache.get("key").subscribe(outcomes::add);
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.None.class);
    }

    @Test
    void somethingNewerIsAskedForOnceItWasHeardOf() {
        answers.add(() -> Mono.just(said(1)));
        Outcome.Current<String> known = (Outcome.Current<String>) ask();
        pass(Duration.ofSeconds(1));
        answers.add(() -> Mono.just(said(2)));
        List<Outcome<String>> outcomes = new ArrayList<>();
        cache.newerThan("key", known.held()).subscribe(outcomes::add);
        assertThat(outcomes).singleElement().satisfies(outcome -> assertThat(version(outcome)).isEqualTo(2));
    }

    private Outcome<String> ask() {
        return ask("key");
    }

    private Outcome<String> ask(String key) {
        List<Outcome<String>> outcomes = new ArrayList<>();
        cache.get(key).subscribe(outcomes::add);
        assertThat(outcomes).hasSize(1);
        return outcomes.getFirst();
    }

    private Loaded<String> said(long version) {
        return new Loaded.Said<>("content of " + version, version, nanos);
    }

    private static long version(Outcome<String> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Current.class);
        return ((Outcome.Current<String>) outcome).held().version();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        timers.advanceTimeBy(time);
    }

    @Override
    public Object watched(String key) {
        return key;
    }

    @Override
    public Pointer pointer(String key, String value) {
        return new Pointer.Membership(new MembershipId(key));
    }

    @Override
    public Mono<Loaded<String>> load(String key, Watch watch) {
        loads.add(nanos);
        return answers.remove().get();
    }

    @Override
    public void kept(String key, String value) {
        whenKept.run();
    }

    @Override
    public void evicted(String key, String value) {
        evictions++;
    }

    @Override
    public Mono<PointerReading> read(Pointer which) {
        return slowReading == null ? Mono.just(pointer) : slowReading.asMono();
    }

    @Override
    public Mono<PointerReading> moveForward(Pointer which, long version) {
        if (pointer instanceof PointerReading.Missing
                || (pointer instanceof PointerReading.At(long now) && version > now)) {
            pointer = new PointerReading.At(version);
        }
        return Mono.just(pointer);
    }

    @Override
    public Mono<PointerReading> followDown(Pointer which, long seen, long version) {
        pointer = new PointerReading.At(version);
        return Mono.just(pointer);
    }

    @Override
    public void overtaken() {}

    @Override
    public void unconfirmed() {}

    @Override
    public void sourceBehind() {}

    @Override
    public void restored(Pointer which, long from, long to) {
        restorations++;
    }

    @Override
    public void pushed() {}
}
