package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.UserId;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Does the guard let a neighbour break without breaking us, and let it heal? */
class CallGuardTest {
    private static final SessionAnswer LIVE = new SessionAnswer.Live(new UserId("u-ada"));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    private final CallGuard<SessionAnswer> guard = new CallGuard<>("session", 5, SessionAnswer.Outage.class,
            SessionAnswer.Outage::new, breakers, meters);
    private final AtomicInteger reached = new AtomicInteger();

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
