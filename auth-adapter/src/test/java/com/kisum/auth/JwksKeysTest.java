package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Which keys are believed in as time passes, and how often does anyone ask? */
class JwksKeysTest {
    private static final String FIRST = "key-1";
    private static final String SECOND = "key-2";

    private static final Duration SECOND_OF_TIME = Duration.ofSeconds(1);

    private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();
    private final SettableClock clock = new SettableClock(AuthenticatorContract.NOW);
    private final AtomicInteger asked = new AtomicInteger();
    private Mono<KeySetAnswer> published = answering(FIRST);
    private final JwksKeys keys = new JwksKeys(() -> {
        asked.incrementAndGet();
        return published;
    }, KeySettings.defaults(), clock, timer);

    private static Mono<KeySetAnswer> answering(String kid) {
        return Mono.fromSupplier(
                () -> new KeySetReader(32).read(TokenMint.of(kid).jwks().getBytes(StandardCharsets.UTF_8)));
    }

    private static Mono<KeySetAnswer> down() {
        return Mono.fromSupplier(() -> new KeySetAnswer.Outage("down"));
    }

    private KeyLookup lookUp(String kid) {
        return Answers.to(keys.key(kid));
    }

    private CompletableFuture<@Nullable KeyLookup> waitFor(String kid) {
        return keys.key(kid).toFuture();
    }

    private void pass(Duration time) {
        clock.pass(time);
        timer.advanceTimeBy(time);
    }

    @Test
    void aKnownKeyCostsNoCall() {
        keys.readAhead();
        assertThat(lookUp(FIRST)).isInstanceOf(KeyLookup.Known.class);
        assertThat(lookUp(FIRST)).isInstanceOf(KeyLookup.Known.class);
        assertThat(asked).hasValue(1);
    }

    /** An alert compares this with the tolerance: a failed reading may not make keys look young. */
    @Test
    void theirAgeCountsFromTheLastReadingThatSucceeded() {
        assertThat(keys.ageInSeconds()).as("never read").isNaN();
        keys.readAhead();
        assertThat(keys.ageInSeconds()).isZero();
        published = down();
        pass(Duration.ofMinutes(6));
        assertThat(lookUp(FIRST)).isInstanceOf(KeyLookup.Known.class);
        assertThat(asked).hasValue(2);
        assertThat(keys.ageInSeconds()).isEqualTo(360);
        published = answering(FIRST);
        pass(Duration.ofSeconds(4));
        assertThat(lookUp(FIRST)).isInstanceOf(KeyLookup.Known.class);
        assertThat(keys.ageInSeconds()).isZero();
    }

    @Test
    void aKeyThatCameJustAfterTheFirstReadingIsFoundAtOnce() {
        keys.readAhead();
        published = answering(SECOND);
        assertThat(lookUp(SECOND)).isInstanceOf(KeyLookup.Known.class);
    }

    @Test
    void madeUpKeysCauseOneCallPerInterval() {
        keys.readAhead();
        for (int second = 0; second < 60; second++) {
            List<CompletableFuture<@Nullable KeyLookup>> waiting = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                waiting.add(waitFor("made-up-" + second + "-" + i));
            }
            pass(SECOND_OF_TIME);
            assertThat(waiting).allMatch(lookup -> lookup.getNow(null) instanceof KeyLookup.Unknown);
        }
        assertThat(asked.get()).isLessThanOrEqualTo(1 + 1 + 60);
    }

    @Test
    void aNewKeyIsFoundAlthoughSomebodyHasJustAskedForAnother() {
        keys.readAhead();
        assertThat(lookUp("made-up")).isEqualTo(new KeyLookup.Unknown());
        published = answering(SECOND);
        var good = waitFor(SECOND);
        assertThat(good).isNotDone();
        pass(SECOND_OF_TIME);
        assertThat(good).isCompletedWithValueMatching(KeyLookup.Known.class::isInstance);
    }

    @Test
    void aKeyIsNotCalledUnknownByAReadingThatBeganBeforeItWasAskedFor() {
        keys.readAhead();
        CompletableFuture<KeySetAnswer> slow = new CompletableFuture<>();
        published = Mono.fromFuture(slow);
        var madeUp = waitFor("made-up");
        var good = waitFor(SECOND);
        published = answering(SECOND);
        slow.complete(Answers.to(answering(FIRST)));
        assertThat(madeUp).isCompletedWithValue(new KeyLookup.Unknown());
        assertThat(good).isNotDone();
        pass(SECOND_OF_TIME);
        assertThat(good).isCompletedWithValueMatching(KeyLookup.Known.class::isInstance);
    }

    @Test
    void aKeyThatTheReadingUnderWayBringsIsNotWaitedForAnyLonger() {
        keys.readAhead();
        CompletableFuture<KeySetAnswer> slow = new CompletableFuture<>();
        published = Mono.fromFuture(slow);
        var madeUp = waitFor("made-up");
        var good = waitFor(SECOND);
        slow.complete(Answers.to(answering(SECOND)));
        assertThat(good).isCompletedWithValueMatching(KeyLookup.Known.class::isInstance);
        assertThat(madeUp).isCompletedWithValue(new KeyLookup.Unknown());
    }

    @Test
    void anUnknownKeyIsNotCalledUnknownByWhatWasReadBeforeAnOutage() {
        keys.readAhead();
        assertThat(lookUp("made-up")).isEqualTo(new KeyLookup.Unknown());
        published = down();
        var stranger = waitFor(SECOND);
        pass(SECOND_OF_TIME);
        assertThat(stranger).isCompletedWithValue(new KeyLookup.Unavailable("down"));
    }

    @Test
    void aCallThatDoesNotEndIsNotWaitedFor() {
        keys.readAhead();
        published = Mono.never();
        var stranger = waitFor(SECOND);
        pass(Duration.ofMillis(2499));
        assertThat(stranger).isNotDone();
        pass(Duration.ofMillis(1));
        assertThat(stranger).isCompletedWithValueMatching(KeyLookup.Unavailable.class::isInstance);
    }

    @Test
    void onlySoManyWaitAndKnownKeysAreNoneOfThem() {
        keys.readAhead();
        lookUp("made-up");
        List<CompletableFuture<@Nullable KeyLookup>> waiting = new ArrayList<>();
        for (int i = 0; i < JwksKeys.MOST_WAITING; i++) {
            waiting.add(waitFor("made-up-" + i));
        }
        assertThat(lookUp("one-too-many")).isInstanceOf(KeyLookup.Unavailable.class);
        assertThat(waitFor(FIRST)).isCompletedWithValueMatching(KeyLookup.Known.class::isInstance);
        keys.key("made-up").subscribe().dispose();
        pass(SECOND_OF_TIME);
        assertThat(waiting).allMatch(lookup -> lookup.getNow(null) instanceof KeyLookup.Unknown);
        assertThat(waitFor("made-up")).as("there is room again").isNotDone();
    }

    @Test
    void whoHangsUpMakesRoomForAnother() {
        keys.readAhead();
        lookUp("made-up");
        for (int i = 0; i < 3 * JwksKeys.MOST_WAITING; i++) {
            keys.key("made-up-" + i).subscribe().dispose();
        }
        assertThat(waitFor(SECOND)).isNotDone();
        pass(SECOND_OF_TIME);
        assertThat(asked).hasValue(3);
    }

    @Test
    void aGoodKeyIsNotSlowedDownByMadeUpOnes() {
        keys.readAhead();
        published = Mono.never();
        var waiting = keys.key("made-up").toFuture();
        assertThat(keys.key(FIRST).toFuture()).isDone();
        assertThat(waiting).isNotDone();
    }

    @Test
    void anUnknownKeyIsNotCalledUnknownWhileNobodyCanBeAsked() {
        keys.readAhead();
        published = down();
        assertThat(lookUp(SECOND)).isEqualTo(new KeyLookup.Unavailable("down"));
        assertThat(lookUp(SECOND)).as("within the interval").isEqualTo(new KeyLookup.Unavailable("down"));
        assertThat(asked).hasValue(2);
        assertThat(lookUp(FIRST)).isInstanceOf(KeyLookup.Known.class);
    }

    @Test
    void recoversSoonAfterAnOutage() {
        published = down();
        keys.readAhead();
        assertThat(lookUp(FIRST)).isInstanceOf(KeyLookup.Unavailable.class);
        published = answering(FIRST);
        clock.pass(Duration.ofSeconds(3));
        assertThat(lookUp(FIRST)).isInstanceOf(KeyLookup.Known.class);
    }

    @Test
    void refreshesInTheBackgroundWhenDue() {
        keys.readAhead();
        clock.pass(Duration.ofMinutes(5));
        CompletableFuture<KeySetAnswer> slow = new CompletableFuture<>();
        published = Mono.fromFuture(slow);
        assertThat(lookUp(FIRST)).as("nobody waits").isInstanceOf(KeyLookup.Known.class);
        assertThat(lookUp(FIRST)).isInstanceOf(KeyLookup.Known.class);
        assertThat(asked).as("one refresh at a time").hasValue(2);
        slow.complete(Answers.to(answering(SECOND)));
        assertThat(lookUp(SECOND)).isInstanceOf(KeyLookup.Known.class);
    }

    @Test
    void aKeyThatIsGoneStopsWorkingWithTheNextReading() {
        keys.readAhead();
        KeyLookup.Known first = (KeyLookup.Known) lookUp(FIRST);
        assertThat(keys.believesIn(first.key())).isTrue();
        published = answering(SECOND);
        lookUp(SECOND);
        assertThat(keys.believesIn(first.key())).isFalse();
        var gone = waitFor(FIRST);
        pass(SECOND_OF_TIME);
        assertThat(gone).isCompletedWithValue(new KeyLookup.Unknown());
    }

    @Test
    void aKeyThatStayedStaysTheSame() {
        keys.readAhead();
        KeyLookup before = lookUp(FIRST);
        clock.pass(Duration.ofMinutes(5));
        lookUp(FIRST);
        assertThat(asked).hasValue(2);
        assertThat(lookUp(FIRST)).isEqualTo(before);
    }

    @Test
    void knownKeysOutliveAnOutageForAnHourAndNoLonger() {
        keys.readAhead();
        KeyLookup.Known first = (KeyLookup.Known) lookUp(FIRST);
        published = down();
        clock.pass(Duration.ofHours(1));
        assertThat(lookUp(FIRST)).isInstanceOf(KeyLookup.Known.class);
        assertThat(keys.believesIn(first.key())).isTrue();
        clock.pass(Duration.ofSeconds(4));
        assertThat(lookUp(FIRST)).isEqualTo(new KeyLookup.Unavailable("down"));
        assertThat(keys.believesIn(first.key())).isFalse();
        published = answering(FIRST);
        clock.pass(Duration.ofSeconds(3));
        assertThat(lookUp(FIRST)).isInstanceOf(KeyLookup.Known.class);
    }

    @Test
    void oneWhoHangsUpDoesNotCancelWhatOthersWaitFor() {
        CompletableFuture<KeySetAnswer> slow = new CompletableFuture<>();
        published = Mono.fromFuture(slow, true);
        var patient = keys.key(FIRST).toFuture();
        keys.key(FIRST).subscribe().dispose();
        assertThat(asked).hasValue(1);
        slow.complete(Answers.to(answering(FIRST)));
        assertThat(patient).isCompletedWithValueMatching(KeyLookup.Known.class::isInstance);
    }
}
