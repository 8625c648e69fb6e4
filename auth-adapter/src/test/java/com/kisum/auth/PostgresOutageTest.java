package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import io.r2dbc.spi.R2dbcException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What happens to requests when the database is down, silent or slow, and how soon is all well again? */
class PostgresOutageTest {
    /** Section 8: a request is answered within three seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final SessionId SESSION = new SessionId("s-1");
    private static final Instant ENDS_AT = Instant.parse("2100-01-01T00:00:00Z");
    private static final SessionAnswer LIVE = new SessionAnswer.Live(new UserId("u-ada"), ENDS_AT);

    @BeforeAll
    static void warmUp() {
        FirstCalls.toTheDatabase();
    }

    @BeforeEach
    void login() {
        AuthDatabase.clear();
        AuthDatabase.user("u-ada", "active", 1);
        AuthDatabase.session("s-1", "u-ada", "timestamptz '" + ENDS_AT + "'", "null");
    }

    private static SessionAnswer ask(AdapterUnderTest under) {
        Instant start = Instant.now();
        SessionAnswer answer = Answers.to(under.adapter.sessions().session(SESSION));
        assertThat(Duration.between(start, Instant.now())).isLessThan(PATIENCE);
        return answer;
    }

    /** Asks again and again, without sleeping: an answer, an outage too, takes its time. */
    private static void becomes(BooleanSupplier state, Duration within) {
        boolean came = Boolean.TRUE.equals(Flux.interval(Duration.ZERO, Duration.ofMillis(50))
                .publishOn(Schedulers.boundedElastic()).map(_ -> state.getAsBoolean())
                .filter(held -> held).next().timeout(within, Mono.just(false)).block());
        assertThat(came).isTrue();
    }

    @Test
    void aClosedPortIsAnOutage() {
        try (AdapterUnderTest under = AdapterUnderTest.onDatabase(TcpRelay.closedPort())) {
            assertThat(ask(under)).isInstanceOf(SessionAnswer.Outage.class);
            assertThat(under.calls("session", "outage")).isEqualTo(1);
        }
    }

    @Test
    void aServerThatAcceptsAndSaysNothingIsAnOutageAndWellSoonAfter() {
        try (TcpRelay relay = new TcpRelay(AuthDatabase.port()).silent(true);
                AdapterUnderTest under = AdapterUnderTest.onDatabase(relay.port())) {
            assertThat(ask(under)).isEqualTo(new SessionAnswer.Outage("no answer in time"));
            relay.silent(false);
            becomes(() -> ask(under).equals(LIVE), Duration.ofSeconds(10));
        }
    }

    @Test
    void connectionsThatFellSilentAreReplaced() {
        try (TcpRelay relay = new TcpRelay(AuthDatabase.port());
                AdapterUnderTest under = AdapterUnderTest.onDatabase(relay.port())) {
            List<SessionAnswer> warm = Flux.range(0, 3).flatMap(_ -> under.adapter.sessions().session(SESSION))
                    .collectList().block(Answers.PATIENCE);
            assertThat(warm).containsOnly(LIVE);
            relay.silent(true);
            assertThat(ask(under)).isInstanceOf(SessionAnswer.Outage.class);
            relay.silent(false);
            becomes(() -> ask(under).equals(LIVE), Duration.ofSeconds(10));
            assertThat(Flux.range(0, 12).flatMap(_ -> under.adapter.sessions().session(SESSION)).collectList()
                    .block(Answers.PATIENCE)).as("no silent connection is left in the pool").containsOnly(LIVE);
        }
    }

    @Test
    void connectionsThatWereCutWhileIdleAreReplacedUnnoticed() {
        try (TcpRelay relay = new TcpRelay(AuthDatabase.port());
                AdapterUnderTest under = AdapterUnderTest.onDatabase(relay.port())) {
            List<SessionAnswer> warm = Flux.range(0, 3).flatMap(_ -> under.adapter.sessions().session(SESSION))
                    .collectList().block(Answers.PATIENCE);
            assertThat(warm).containsOnly(LIVE);
            AuthDatabase.run("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where application_name = 'kisum-gateway'");
            becomes(() -> relay.openConnections() == 0, Duration.ofSeconds(5));
            assertThat(ask(under)).as("nobody is handed a connection that is gone").isEqualTo(LIVE);
        }
    }

    @Test
    void aFloodDuringAnOutageIsTurnedAwayEarlyAndAllIsWellWithinTenSeconds() {
        try (TcpRelay relay = new TcpRelay(AuthDatabase.port()).silent(true);
                AdapterUnderTest under = AdapterUnderTest.onDatabase(relay.port())) {
            List<SessionAnswer> answers = Flux.range(0, 200)
                    .flatMap(_ -> under.adapter.sessions().session(SESSION), 200).collectList().block(PATIENCE);
            assertThat(answers).hasSize(200).allMatch(SessionAnswer.Outage.class::isInstance);
            assertThat(ask(under)).isEqualTo(new SessionAnswer.Outage("not asked: it failed too often just now"));
            relay.silent(false);
            becomes(() -> ask(under).equals(LIVE), Duration.ofSeconds(10));
        }
    }

    @Test
    void aLockedTableIsAnOutageAndTheConnectionGoesOn() throws SQLException {
        try (AdapterUnderTest under = AdapterUnderTest.onDatabase(AuthDatabase.port());
                Connection other = AuthDatabase.connection();
                Statement statement = other.createStatement()) {
            assertThat(ask(under)).isEqualTo(LIVE);
            other.setAutoCommit(false);
            statement.execute("lock table sessions in access exclusive mode");
            assertThat(ask(under)).isInstanceOf(SessionAnswer.Outage.class);
            other.rollback();
            assertThat(ask(under)).isEqualTo(LIVE);
        }
    }

    @Test
    void thoseWhoHangUpLeaveNothingBehind() {
        try (AdapterUnderTest under = AdapterUnderTest.onDatabase(AuthDatabase.port())) {
            assertThat(ask(under)).isEqualTo(LIVE);
            // After zero to five milliseconds: waiting for a connection, for the answer, or with it in hand.
            Flux.range(0, 300).flatMap(
                    round -> under.adapter.sessions().session(SESSION).take(Duration.ofMillis(round % 6)), 15)
                    .blockLast(Answers.PATIENCE);
            assertThat(under.calls("session", "cancelled")).as("some did hang up").isPositive();
            assertThat(Flux.range(0, 20).flatMap(_ -> under.adapter.sessions().session(SESSION)).collectList()
                    .block(Answers.PATIENCE)).containsOnly(LIVE);
        }
    }

    @Test
    void theFirstCallsWaitForTheDatabaseAsLongAsTheyWereToldAndNeverFail() {
        try (AdapterUnderTest nobody = AdapterUnderTest.onDatabase(TcpRelay.closedPort());
                TcpRelay relay = new TcpRelay(AuthDatabase.port()).silent(true);
                AdapterUnderTest silent = AdapterUnderTest.onDatabase(relay.port());
                AdapterUnderTest well = AdapterUnderTest.onDatabase(AuthDatabase.port())) {
            StepVerifier.create(nobody.adapter.firstCalls(Answers.PATIENCE)).expectComplete().verify(Answers.PATIENCE);
            StepVerifier.create(well.adapter.firstCalls(Answers.PATIENCE)).expectComplete().verify(Answers.PATIENCE);
            StepVerifier.create(silent.adapter.firstCalls(Duration.ofMillis(200))).expectComplete()
                    .verify(Answers.PATIENCE);
            assertThat(relay.openConnections()).as("it was asked").isPositive();
        }
    }

    @Test
    void afterThoseWhoHungUpTheOnlyConnectionAndEveryPlaceAreFree() {
        DatabaseSettings three = AdapterUnderTest.database(AuthDatabase.port());
        DatabaseSettings one = new DatabaseSettings(three.host(), three.port(), three.name(), three.user(),
                three.password(), three.tls(), three.authorities(), 1, 20, three.acquireTimeout(),
                three.answerTimeout());
        URI nobody = URI.create("http://127.0.0.1:" + TcpRelay.closedPort());
        try (AdapterUnderTest under = AdapterUnderTest.with(AdapterUnderTest.settings(nobody, nobody, one))) {
            assertThat(ask(under)).isEqualTo(LIVE);
            Flux.range(0, 300).flatMap(
                    round -> under.adapter.sessions().session(SESSION).take(Duration.ofMillis(round % 6)), 15)
                    .blockLast(Answers.PATIENCE);
            assertThat(under.calls("session", "cancelled")).as("some did hang up").isPositive();
            assertThat(ask(under)).as("the only connection is free").isEqualTo(LIVE);
            assertThat(Flux.range(0, 21).flatMap(_ -> under.adapter.sessions().session(SESSION)).collectList()
                    .block(Answers.PATIENCE)).as("one is served, twenty may wait").hasSize(21).containsOnly(LIVE);
        }
    }

    @Test
    void nothingCanBeWritten() {
        PostgresConnections connections = new PostgresConnections(AdapterUnderTest.database(AuthDatabase.port()));
        StepVerifier.create(connections.row("update users set status = 'active' returning id",
                row -> StoredFact.text(row, "id"))).expectErrorSatisfies(
                        error -> assertThat(error).isInstanceOf(R2dbcException.class).hasMessageContaining("read-only"))
                .verify(Answers.PATIENCE);
        connections.close();
    }

    @Test
    void theDatabaseStopsAStatementThatNobodyWaitsForAnyMore() {
        PostgresConnections connections = new PostgresConnections(AdapterUnderTest.database(AuthDatabase.port()));
        StepVerifier.create(connections.row("select current_setting('statement_timeout') as bound",
                row -> StoredFact.text(row, "bound"))).expectNext("1s").expectComplete().verify(Answers.PATIENCE);
        connections.close();
    }
}
