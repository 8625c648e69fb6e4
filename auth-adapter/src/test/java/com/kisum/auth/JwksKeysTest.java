package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Which keys are believed in as time passes, and how often does anyone ask? */
class JwksKeysTest {
    private static final String FIRST = "key-1";
    private static final String SECOND = "key-2";

    private final SettableClock clock = new SettableClock(AuthenticatorContract.NOW);
    private final AtomicInteger asked = new AtomicInteger();
    private Mono<KeySetAnswer> published = answering(FIRST);
    private final JwksKeys keys = new JwksKeys(() -> {
        asked.incrementAndGet();
        return published;
    }, KeySettings.defaults(), clock);

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

    @Test
    void aKnownKeyCostsNoCall() {
        keys.readAhead();
        assertThat(lookUp(FIRST)).isInstanceOf(KeyLookup.Known.class);
        assertThat(lookUp(FIRST)).isInstanceOf(KeyLookup.Known.class);
        assertThat(asked).hasValue(1);
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
        for (int i = 0; i < 10_000; i++) {
            assertThat(lookUp("made-up-" + i)).isEqualTo(new KeyLookup.Unknown());
        }
        assertThat(asked).hasValue(2);
        clock.pass(Duration.ofSeconds(10));
        lookUp("made-up");
        lookUp("made-up");
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
        assertThat(lookUp(FIRST)).isEqualTo(new KeyLookup.Unknown());
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
