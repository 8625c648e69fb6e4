package com.kisum.auth;

import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

/** Does this login still stand, by Auth's own table and its own clock? */
final class PostgresSessionSource implements SessionSource {
    private static final String SQL = SqlText.of("session.sql");

    private final PostgresConnections connections;
    private final CallGuard<SessionAnswer> guard;

    PostgresSessionSource(PostgresConnections connections, CallGuard<SessionAnswer> guard) {
        this.connections = connections;
        this.guard = guard;
    }

    @Override
    public Mono<SessionAnswer> session(SessionId session) {
        return guard.guard(connections.row(SQL, PostgresSessionSource::read, session.value())
                .defaultIfEmpty(new SessionAnswer.Ended()));
    }

    private static SessionAnswer read(Readable row) {
        String user = StoredFact.text(row, "user_id");
        if (!StoredFact.truth(row, "live")) {
            return new SessionAnswer.Ended();
        }
        return UserId.accepts(user)
                ? new SessionAnswer.Live(new UserId(user), StoredFact.instant(row, "ends_at"))
                : new SessionAnswer.Outage("the session's user id is outside the grammar");
    }
}
