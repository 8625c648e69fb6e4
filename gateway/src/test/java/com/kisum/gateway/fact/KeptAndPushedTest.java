package com.kisum.gateway.fact;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.MembershipId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Is a push lost that comes, on a thread of its own, while a fact is being kept? And an answer, when patience ends then? The one who
 * keeps stops at the moment that is meant, until the other is through.
 */
final class KeptAndPushedTest implements FactSource<String, String>, Pointers, FactMeters {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Pointer POINTER = new Pointer.Membership(new MembershipId("m"));

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private final Watches watches = new Watches();
    private final FactCache<String, String> cache = new FactCache<>(this,
            new FactDesk(this, watches, new Tracked(),
                    new FactTimes(Duration.ofSeconds(60), Duration.ofSeconds(5), PATIENCE, Duration.ofMillis(100)),
                    this::now, timers, this),
            new Loads(8), 100);
    private final Deque<Long> answers = new ArrayDeque<>(List.of(1L));
    private final List<Outcome<String>> outcomes = new ArrayList<>();
    private PointerReading pointer = new PointerReading.Missing();
    /** The source takes its time. */
    private final Sinks.Empty<Void> gate = Sinks.empty();
    private Runnable beforeItIsPut = () -> {};
    private Runnable beforeItIsFound = () -> {};
    private boolean confirmed;
    private int loads;
    /** What was pushed names something else than the key: it is found only once it was kept under that name. */
    private volatile @Nullable String found;
    private @Nullable Boolean freshBeforeItIsFound;

    private void ask() {
        cache.get("key").subscribe(outcomes::add);
        gate.tryEmitEmpty();
    }

    /** Marks first, and then looks for what is held. */
    private void mark() {
        watches.moved("key");
    }

    private void look() {
        String key = found;
        if (key != null) {
            cache.moved(key);
        }
    }

    private void push() {
        pointer = new PointerReading.At(2);
        mark();
        look();
    }

    private static void byAnother(Runnable action) {
        CompletableFuture.runAsync(action).join();
    }

    private void oldNeverDecidesAgain() {
        assertThat(cache.fresh("key")).isNull();
        answers.add(2L);
        ask();
        assertThat(outcomes.getLast()).isInstanceOfSatisfying(Outcome.Current.class,
                current -> assertThat(current.held().version()).isEqualTo(2));
    }

    @Test
    void aPushBeforeItIsPutIsSeenAsItIsPut() {
        beforeItIsPut = () -> byAnother(this::push);
        ask();
        assertThat(freshBeforeItIsFound).as("not for a moment").isFalse();
        oldNeverDecidesAgain();
    }

    @Test
    void aPushThatFindsNothingYetIsSeenAfterIt() {
        beforeItIsFound = () -> byAnother(this::push);
        ask();
        assertThat(freshBeforeItIsFound).as("nobody had said anything").isTrue();
        oldNeverDecidesAgain();
    }

    @Test
    void aPushThatMarksBeforeAndLooksAfterwardsFindsIt() {
        beforeItIsPut = () -> byAnother(this::mark);
        pointer = new PointerReading.Missing();
        ask();
        pointer = new PointerReading.At(2);
        byAnother(this::look);
        oldNeverDecidesAgain();
    }

    @Test
    void aPushAfterwardsFindsIt() {
        ask();
        assertThat(cache.fresh("key")).isNotNull();
        byAnother(this::push);
        oldNeverDecidesAgain();
    }

    /** Whoever waits is told once, that it is not known; what came too late is there for the next. */
    @Test
    void whoWaitsIsToldOnceWhenPatienceEndsWhileItIsKept() {
        beforeItIsFound = () -> byAnother(() -> timers.advanceTimeBy(PATIENCE));
        ask();
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Outage.class);
        assertThat(cache.isUnderWay("key")).isFalse();
        ask();
        assertThat(outcomes).hasSize(2);
        assertThat(outcomes.getLast()).isInstanceOf(Outcome.Current.class);
        assertThat(loads).as("it was kept, and its pointer says that it is current").isEqualTo(1);
    }

    /** Nobody watches for a lookup that was given up; what it keeps all the same is not known to be current. */
    @Test
    void aPushIsNotLostBecausePatienceHasEndedBefore() {
        beforeItIsFound = () -> byAnother(() -> {
            timers.advanceTimeBy(PATIENCE);
            push();
        });
        ask();
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Outage.class);
        oldNeverDecidesAgain();
    }

    @Test
    void patienceThatEndsAfterwardsChangesNothing() {
        ask();
        timers.advanceTimeBy(PATIENCE.multipliedBy(2));
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Current.class);
    }

    /** The last that is read before it is put is the clock. */
    private long now() {
        if (confirmed) {
            confirmed = false;
            beforeItIsPut.run();
        }
        return 1;
    }

    @Override
    public Object watched(String key) {
        return key;
    }

    @Override
    public Pointer pointer(String key, String value) {
        return POINTER;
    }

    @Override
    public Mono<Loaded<String>> load(String key, Watch watch) {
        loads++;
        long version = answers.remove();
        return gate.asMono().thenReturn(new Loaded.Said<>("content of " + version, version, 1));
    }

    @Override
    public void kept(String key, String value) {
        if (freshBeforeItIsFound == null) {
            freshBeforeItIsFound = cache.fresh(key) != null;
            beforeItIsFound.run();
        }
        found = key;
    }

    @Override
    public Mono<PointerReading> read(Pointer which) {
        return Mono.just(pointer);
    }

    @Override
    public Mono<PointerReading> moveForward(Pointer which, long version) {
        if (!(pointer instanceof PointerReading.At(long standing)) || standing < version) {
            pointer = new PointerReading.At(version);
        }
        PointerReading standing = pointer;
        confirmed = loads == 1;
        return Mono.just(standing);
    }

    @Override
    public Mono<PointerReading> followDown(Pointer which, long seen, long version) {
        return Mono.just(pointer);
    }

    @Override
    public void overtaken() {}

    @Override
    public void unconfirmed() {}

    @Override
    public void sourceBehind() {}

    @Override
    public void restored(Pointer which, long from, long to) {}

    @Override
    public void pushed() {}
}
