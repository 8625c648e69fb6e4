package com.kisum.auth;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.ValidationDepth;
import io.r2dbc.spi.Wrapped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.pool.PooledRefMetadata;

/**
 * How do we read from Auth's database without hanging on it? A bounded pool with a bounded queue, opened when first
 * used; sessions that can only read; and no connection goes back into the pool that still owes an answer: it would
 * make the next one wait for it.
 */
final class PostgresConnections {
    private static final Duration MAX_IDLE = Duration.ofMinutes(10);
    private static final Duration MAX_LIFE = Duration.ofMinutes(30);

    private final PostgresqlConnectionFactory factory;
    private final ConnectionPool pool;
    private final Duration answerTimeout;

    PostgresConnections(DatabaseSettings settings) {
        this.answerTimeout = settings.answerTimeout();
        this.factory = factory(settings);
        this.pool = new ConnectionPool(ConnectionPoolConfiguration.builder(factory).name("auth-database")
                .initialSize(0).minIdle(0).maxSize(settings.poolSize()).maxAcquireTime(settings.acquireTimeout())
                .maxCreateConnectionTime(settings.acquireTimeout()).acquireRetry(0).maxIdleTime(MAX_IDLE)
                .maxLifeTime(MAX_LIFE).validationDepth(ValidationDepth.LOCAL)
                .customizer(builder -> builder.maxPendingAcquire(settings.maxPending())
                        .evictionPredicate(PostgresConnections::isWornOut))
                .build());
    }

    /**
     * The one row, or nothing. The statement is one, and so is its snapshot. May end in an error; getting a connection is
     * bounded by the pool, the answer here.
     */
    <T> Mono<T> row(String sql, Function<Readable, T> read, String... parameters) {
        return Mono.usingWhen(pool.create(),
                connection -> answer(connection, sql, read, parameters).timeout(answerTimeout), Connection::close,
                PostgresConnections::afterError, Connection::close);
    }

    private static <T> Mono<T> answer(Connection connection, String sql, Function<Readable, T> read,
            String... parameters) {
        var statement = connection.createStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.bind(i, parameters[i]);
        }
        return Flux.from(statement.execute()).concatMap(result -> result.map(read)).singleOrEmpty();
    }

    /**
     * The first connection of a process loads a library and its natives, which may take longer than requests wait. It is opened
     * beside the pool, whose bounds are those of requests, and closed again. May end in an error.
     */
    Mono<Void> firstConnection(Duration patience) {
        return Mono
                .usingWhen(factory.create(), connection -> answer(connection, "select 1", _ -> true), Connection::close)
                .then().timeout(patience);
    }

    /** A refusal by the database is an answer, and the connection goes on. After anything else it may still owe one. */
    private static Publisher<Void> afterError(Connection connection, Throwable error) {
        if (!(error instanceof R2dbcException) && connection instanceof Wrapped<?> pooled
                && pooled.unwrap() instanceof Connection physical) {
            // Not waited for: the other side may be the reason why we are here. It counts as closed from now on, and
            // the pool drops what is closed.
            Mono.from(physical.close()).onErrorComplete().subscribe();
        }
        return connection.close();
    }

    private static boolean isWornOut(Connection connection, PooledRefMetadata use) {
        // The check is local and synchronous; were it not, the connection would count as worn out.
        boolean connected = Mono.from(connection.validate(ValidationDepth.LOCAL)).onErrorReturn(false).toFuture()
                .getNow(false);
        return !connected || use.idleTime() >= MAX_IDLE.toMillis() || use.lifeTime() >= MAX_LIFE.toMillis();
    }

    private static PostgresqlConnectionFactory factory(DatabaseSettings settings) {
        PostgresqlConnectionConfiguration.Builder builder = PostgresqlConnectionConfiguration.builder()
                .host(settings.host())
                .port(settings.port()).database(settings.name()).username(settings.user())
                .password(settings.password().reveal()).applicationName("kisum-gateway")
                .connectTimeout(settings.acquireTimeout()).statementTimeout(settings.answerTimeout())
                .options(Map.of("default_transaction_read_only", "on")).sslMode(mode(settings.tls()))
                .tcpKeepAlive(true);
        Path authorities = settings.authorities();
        return new PostgresqlConnectionFactory(
                (authorities == null ? builder : builder.sslRootCert(authorities.toString())).build());
    }

    private static SSLMode mode(DatabaseTls tls) {
        return switch (tls) {
            case OFF -> SSLMode.DISABLE;
            case PREFERRED -> SSLMode.PREFER;
            case VERIFIED -> SSLMode.VERIFY_FULL;
        };
    }

    /** Begins to close what is open; nobody waits. */
    void close() {
        pool.disposeLater().onErrorComplete().subscribe();
    }
}
