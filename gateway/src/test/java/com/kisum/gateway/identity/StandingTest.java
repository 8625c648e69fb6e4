package com.kisum.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.auth.FakeSessions;
import com.kisum.auth.FakeUsers;
import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.FactCache;
import com.kisum.gateway.fact.FactDesk;
import com.kisum.gateway.fact.FactPushes;
import com.kisum.gateway.fact.FactTimes;
import com.kisum.gateway.fact.FakeSharedStore;
import com.kisum.gateway.fact.Loads;
import com.kisum.gateway.fact.Tracked;
import com.kisum.gateway.fact.Watches;
import com.kisum.gateway.record.DecisionLog;
import com.kisum.gateway.record.FactMetrics;
import com.kisum.gateway.record.Recorder;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Does a login that is held still stand, when it runs out, or Auth cannot say? Time passes when the test says so. */
final class StandingTest {
    private static final UserId ADA = new UserId("ada");
    private static final SessionId SESSION = new SessionId("s-1");
    private static final Duration STALE = Duration.ofSeconds(60);
    private static final String STANDS = "stands";
    private static final String STANDS_STALE = "stands, as far as is known";
    private static final String REVOKED = "SESSION_REVOKED";
    private static final String NOT_KNOWN = "ACCESS_UNAVAILABLE";

    private final Instant begun = Instant.parse("2026-03-01T12:00:00Z");
    private long nanos = 1;
    private final FakeSharedStore store = new FakeSharedStore(() -> nanos, Duration.ofHours(24), Duration.ofMinutes(1));
    private final FakeSessions sessions = new FakeSessions().live(SESSION, ADA, begun.plusSeconds(10));
    private final FakeUsers users = new FakeUsers();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DecisionLog log = new DecisionLog(meters);
    private final Loads loads = new Loads(10);
    private final FactDesk desk = new FactDesk(store, new Watches(), new Tracked(),
            new FactTimes(Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofMillis(1)),
            () -> nanos, Schedulers.parallel(), new FactMetrics(meters));
    private final Identification identification = new Identification(_ -> Mono.never(),
            new FactCache<>(new SessionFacts(sessions, this::now, desk.clock()), desk, loads, 10),
            new FactCache<>(new UserFacts(users, desk.clock()), desk, loads, 10),
            new Recorder(log, meters));

    StandingTest() {
        users.active(ADA, 1);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private Instant now() {
        return begun.plusNanos(nanos - 1);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        store.beat();
    }

    private void pushesAreHeard() {
        store.follow(new FactPushes(desk, List.of(identification)));
        store.beat();
    }

    private String asked() {
        return asked(Duration.ZERO);
    }

    private String asked(Duration tolerance) {
        return switch (Objects
                .requireNonNull(identification.standing(new Bearer(ADA, SESSION, 1, "token", Instant.MAX), tolerance)
                        .block())) {
            case Identity.Proven(var _, boolean stale) -> stale ? STANDS_STALE : STANDS;
            case Identity.Unproven(var why) -> why.code().name();
        };
    }

    @Test
    void whatIsHeldEndsWhenTheSessionRunsOut() {
        pushesAreHeard();
        assertThat(asked()).isEqualTo(STANDS);
        pass(Duration.ofMillis(9_999));
        assertThat(asked()).isEqualTo(STANDS);
        assertThat(sessions.asked()).as("it was held").isEqualTo(1);
        sessions.end(SESSION);
        pass(Duration.ofMillis(1));
        assertThat(asked()).isEqualTo(REVOKED);
    }

    @Test
    void whatAuthHasPutOffGoesOn() {
        pushesAreHeard();
        assertThat(asked()).isEqualTo(STANDS);
        sessions.live(SESSION, ADA, begun.plusSeconds(1_000));
        pass(Duration.ofSeconds(10));
        assertThat(asked()).isEqualTo(STANDS);
        assertThat(asked()).isEqualTo(STANDS);
        assertThat(sessions.asked()).as("held again").isEqualTo(2);
    }

    /** Whoever is a little late is asked as often as need be, and is right. */
    @Test
    void authsClockCounts() {
        pushesAreHeard();
        assertThat(asked()).isEqualTo(STANDS);
        pass(Duration.ofSeconds(10));
        assertThat(asked()).isEqualTo(STANDS);
        sessions.end(SESSION);
        assertThat(asked()).isEqualTo(REVOKED);
    }

    /** It may have been put off. So nobody is sent away, and nobody let in, however patient the route. */
    @ParameterizedTest
    @ValueSource(ints = {0, 60})
    void whatRanOutIsNotKnownWhileAuthIsDown(int stale) {
        pushesAreHeard();
        assertThat(asked()).isEqualTo(STANDS);
        sessions.outage(true);
        pass(Duration.ofSeconds(10));
        assertThat(asked(Duration.ofSeconds(stale))).isEqualTo(NOT_KNOWN);
    }

    /** A password was changed, as the pointer says; Auth cannot say to what. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTokenVersionBelowItsPointerNeverDecidesWhileAuthIsDown(boolean pushed) {
        if (pushed) {
            pushesAreHeard();
        }
        sessions.live(SESSION, ADA);
        assertThat(asked()).isEqualTo(STANDS);
        users.outage(true);
        store.store(new Change.OfUser(ADA, 2)).block();
        if (!pushed) {
            pass(Duration.ofSeconds(6)); // nobody has confirmed it since: its pointer is read
        }
        assertThat(asked()).isEqualTo(NOT_KNOWN);
        assertThat(asked(STALE)).as("superseded is not stale").isEqualTo(NOT_KNOWN);
        users.outage(false);
        users.active(ADA, 2);
        assertThat(asked()).isEqualTo(REVOKED);
    }

    /** The same outage, of someone of whom nothing newer was heard. */
    @Test
    void whatIsOnlyOldDecidesWhereTheRouteSaysSo() {
        pushesAreHeard();
        sessions.live(SESSION, ADA);
        assertThat(asked()).isEqualTo(STANDS);
        users.outage(true);
        sessions.outage(true);
        pass(Duration.ofSeconds(61));
        assertThat(asked()).isEqualTo(NOT_KNOWN);
        assertThat(asked(STALE)).isEqualTo(STANDS_STALE);
    }
}
