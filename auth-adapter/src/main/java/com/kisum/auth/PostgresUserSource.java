package com.kisum.auth;

import com.kisum.policy.access.UserId;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

/** Which of a user's tokens are still good, by Auth's own table? */
final class PostgresUserSource implements UserSource {
    private static final String SQL = SqlText.of("user.sql");

    private final PostgresConnections connections;
    private final CallGuard<UserAnswer> guard;

    PostgresUserSource(PostgresConnections connections, CallGuard<UserAnswer> guard) {
        this.connections = connections;
        this.guard = guard;
    }

    @Override
    public Mono<UserAnswer> user(UserId user) {
        return guard.guard(connections.row(SQL, PostgresUserSource::read, user.value())
                .defaultIfEmpty(new UserAnswer.Inactive(0)));
    }

    private static UserAnswer read(Readable row) {
        long version = StoredFact.number(row, "token_version");
        if (!StoredFact.isVersion(version)) {
            return new UserAnswer.Outage("the user's token version is out of range");
        }
        return StoredFact.truth(row, "active") ? new UserAnswer.Active(version) : new UserAnswer.Inactive(version);
    }
}
