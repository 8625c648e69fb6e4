package com.kisum.auth;

import java.time.Duration;
import reactor.netty.resources.ConnectionProvider;

/**
 * Is this test about a timeout, or about a JVM that has just started? The first call of a kind loads a library and its
 * natives, which takes seconds where many builds share a machine. Tests that measure time make it beforehand, patiently.
 */
final class FirstCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private FirstCalls() {}

    static void toTheDatabase() {
        PostgresConnections connections = new PostgresConnections(new DatabaseSettings("127.0.0.1",
                AuthDatabase.port(), "postgres", "postgres", Secret.of("postgres"), DatabaseTls.OFF, null, 1, 1,
                PATIENCE,
                PATIENCE));
        connections.row("select 'well' as word", row -> StoredFact.text(row, "word")).block(PATIENCE);
        connections.close();
    }

    static void to(StandInAuth auth) {
        ConnectionProvider connections = ConnectionProvider.create("first-call", 1);
        new BoundedGet(connections, auth.uri(), 1 << 20, PATIENCE).send(_ -> {}).block(PATIENCE);
        connections.disposeLater().block(PATIENCE);
    }
}
