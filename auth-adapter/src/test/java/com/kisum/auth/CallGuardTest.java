package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.kisum.policy.access.UserId;
import com.kisum.watch.DropWatch;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

/** Does the guard let a neighbour break without breaking us, and let it heal? */
class CallGuardTest {
    private static final Instant ENDS_AT = Instant.parse("2100-01-01T00:00:00Z");
    private static final SessionAnswer LIVE = new SessionAnswer.Live(new UserId("u-ada"), ENDS_AT);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    private final CallGuard<SessionAnswer> guard = guard(5, Duration.ofMinutes(1));
    private final AtomicInteger reached = new AtomicInteger();

    private CallGuard<SessionAnswer> guard(int concurrentCalls, Duration callTimeout) {
        return guard(concurrentCalls, callTimeout, breakers);
    }

    private CallGuard<SessionAnswer> guard(int concurrentCalls, Duration callTimeout,
            CircuitBreakerRegistry registry) {
        return new CallGuard<>("session", concurrentCalls, callTimeout, SessionAnswer.Outage.class,
                SessionAnswer.Outage::new, registry, meters);
    }

    private SessionAnswer ask(Mono<SessionAnswer> remote) {
        return Answers.to(guard.guard(remote.doOnSubscribe(_ -> reached.incrementAndGet())));
    }

    private CircuitBreaker breaker() {
        return breakers.circuitBreaker("auth-session");
    }

    private double counted(String outcome) {
        return meters.get("auth.calls").tag("call", "session").tag("outcome", outcome).timer().count();
    }

    @Test
    void anErrorBecomesAnOutageWithoutTellingWhatALibrarySaid() {
        assertThat(ask(Mono.error(new IllegalStateException("password=hunter2"))))
                .isEqualTo(new SessionAnswer.Outage("could not be asked: IllegalStateException"));
        assertThat(counted("outage")).isEqualTo(1);
    }

    @Test
    void anEmptyAnswerIsAnOutage() {
        assertThat(ask(Mono.empty())).isInstanceOf(SessionAnswer.Outage.class);
    }

    @Test
    void stopsAskingAfterManyOutagesAndHealsByItself() {
        for (int i = 0; i < 10; i++) {
            ask(Mono.just(new SessionAnswer.Outage("status 500")));
        }
        assertThat(ask(Mono.just(LIVE))).isEqualTo(new SessionAnswer.Outage("not asked: it failed too often just now"));
        assertThat(reached).as("nobody was asked the eleventh time").hasValue(10);
        assertThat(counted("not_asked")).isEqualTo(1);

        Boolean healed = Flux.interval(Duration.ofMillis(50))
                .concatMap(_ -> guard.guard(Mono.just(LIVE)).map(LIVE::equals)).filter(well -> well).next()
                .block(Duration.ofSeconds(5));
        assertThat(healed).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(ask(Mono.just(LIVE))).isEqualTo(LIVE);
        }
        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void refusalsDoNotOpenTheBreaker() {
        for (int i = 0; i < 50; i++) {
            assertThat(ask(Mono.just(new SessionAnswer.Ended()))).isEqualTo(new SessionAnswer.Ended());
        }
        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void turnsAwayWhoComesWhenTooManyAskAndDoesNotBlameTheNeighbour() {
        List<Disposable> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(guard.guard(Mono.never()).subscribe());
        }
        for (int i = 0; i < 50; i++) {
            assertThat(ask(Mono.just(LIVE))).isEqualTo(new SessionAnswer.Outage("not asked: too many ask at once"));
        }
        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
        waiting.forEach(Disposable::dispose);
        assertThat(ask(Mono.just(LIVE))).isEqualTo(LIVE);
        assertThat(counted("cancelled")).isEqualTo(5);
    }

    @Test
    void aCallThatNeverEndsIsAnOutageAndGivesItsPlaceBack() {
        CallGuard<SessionAnswer> impatient = guard(1, Duration.ofMillis(50));
        assertThat(Answers.to(impatient.guard(Mono.never()))).isEqualTo(new SessionAnswer.Outage("no answer in time"));
        assertThat(Answers.to(impatient.guard(Mono.just(LIVE)))).isEqualTo(LIVE);
        assertThat(counted("outage")).isEqualTo(1);
        assertThat(counted("cancelled")).as("nobody hung up").isZero();
    }

    /** As a connection's does that was waited for as long as it may take to stand. Who watches the tests hears of what is dropped aloud. */
    @Test
    void anErrorThatComesTooLateIsNoTrouble() {
        CallGuard<SessionAnswer> impatient = guard(1, Duration.ofMillis(50));
        AtomicReference<CoreSubscriber<? super SessionAnswer>> waiting = new AtomicReference<>();
        assertThat(Answers.to(impatient.guard(new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super SessionAnswer> subscriber) {
                subscriber.onSubscribe(Operators.emptySubscription());
                waiting.set(subscriber);
            }
        }))).isEqualTo(new SessionAnswer.Outage("no answer in time"));
        waiting.get().onError(new IllegalStateException("too late, for the test"));
        assertThat(DropWatch.take()).isEmpty();
    }

    /** An operator that cannot count an answer drops it, and when it cannot count that either it says nothing at all. */
    @Test
    void aBreakerThatFailsItselfLeavesNobodyWaitingAndTakesNoPlace() {
        CircuitBreakerRegistry broken = CircuitBreakerRegistry.ofDefaults();
        broken.circuitBreaker("auth-session",
                CircuitBreakerConfig.custom().recordResult(_ -> fail("answers are not counted"))
                        .recordException(_ -> fail("errors are not counted")).build());
        CallGuard<SessionAnswer> impatient = guard(1, Duration.ofMillis(50), broken);
        for (int round = 0; round < 3; round++) {
            assertThat(Answers.to(impatient.guard(Mono.just(LIVE))))
                    .isEqualTo(new SessionAnswer.Outage("no answer in time"));
        }
    }

    /** Under a lock one of the loops would have to wait for the other, and BlockHound throws where a loop waits. */
    @Test
    void callsThatEndOnSeveralEventLoopsAtOnceAreAllAnswered() {
        CallGuard<SessionAnswer> busy = guard(64, Duration.ofSeconds(2));
        Long live = Flux.range(0, 400_000).parallel(4).runOn(Schedulers.parallel())
                .concatMap(_ -> busy.guard(Mono.just(LIVE))).sequential().filter(LIVE::equals).count()
                .block(Duration.ofSeconds(60));
        assertThat(live).isEqualTo(400_000);
    }

    @Test
    void whoHangsUpGivesTheirPlaceBackHalfOpenToo() {
        for (int round = 0; round < 100; round++) {
            guard.guard(Mono.never()).subscribe().dispose();
        }
        assertThat(ask(Mono.just(LIVE))).isEqualTo(LIVE);
        breaker().transitionToOpenState();
        breaker().transitionToHalfOpenState();
        for (int round = 0; round < 100; round++) {
            guard.guard(Mono.never()).subscribe().dispose();
        }
        assertThat(ask(Mono.just(LIVE))).isEqualTo(LIVE);
    }
}
