package com.kisum.gateway.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How does one connection to one primary stay, and how is its end noticed? It is used only after its purpose said it is ready;
 * then it is probed at each heartbeat. One that ended, or whose probe fails or stays unanswered, is dropped at once and opened
 * anew, with pauses that grow while it does not work.
 *
 * <p>All of it happens on the keeping thread, so there are no locks; only its purpose hears of an end earlier, on the
 * connection's own thread.
 */
final class Line implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Line.class);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final String name;
    private final Supplier<CompletableFuture<StatefulRedisConnection<String, String>>> dial;
    private final Purpose purpose;
    private final ScheduledExecutorService keeping;
    private final RedisSettings settings;
    private volatile @Nullable StatefulRedisConnection<String, String> ready;
    private volatile boolean closed;
    private @Nullable StatefulRedisConnection<String, String> held;
    private int failures;

    /** What a connection is for. */
    interface Purpose {
        /** Makes it ready; until then nobody uses it. */
        CompletionStage<?> opened(StatefulRedisConnection<String, String> connection);

        /** Answers while it works. */
        CompletionStage<?> probe(StatefulRedisConnection<String, String> connection);

        /** May be told more than once. Called on any thread. */
        void lost(StatefulRedisConnection<String, String> connection);
    }

    Line(String name, Supplier<CompletableFuture<StatefulRedisConnection<String, String>>> dial, Purpose purpose,
            ScheduledExecutorService keeping, RedisSettings settings) {
        this.name = name;
        this.dial = dial;
        this.purpose = purpose;
        this.keeping = keeping;
        this.settings = settings;
    }

    void open() {
        keeping.execute(this::connect);
    }

    /** What can be used now; null while there is nothing. */
    @Nullable
    StatefulRedisConnection<String, String> ready() {
        StatefulRedisConnection<String, String> connection = ready;
        return connection != null && connection.isOpen() ? connection : null;
    }

    /** It was found out elsewhere that this connection is of no use. */
    void drop(StatefulRedisConnection<String, String> connection, String why) {
        purpose.lost(connection);
        later(() -> ended(connection, why));
    }

    @Override
    public void close() {
        closed = true;
        later(() -> {
            StatefulRedisConnection<String, String> last = held;
            held = null;
            ready = null;
            if (last != null) {
                CompletableFuture<Void> _ = last.closeAsync();
            }
        });
    }

    private void connect() {
        if (closed) {
            return;
        }
        CompletableFuture<?> _ = dial.get().whenComplete((connection, failure) -> {
            if (connection != null) {
                later(() -> hold(connection));
            } else {
                later(() -> tryAgain(Cause.of(failure)));
            }
        });
    }

    private void hold(StatefulRedisConnection<String, String> connection) {
        if (closed) {
            CompletableFuture<Void> _ = connection.closeAsync();
            return;
        }
        held = connection;
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                drop(connection, "it was closed");
            }
        });
        if (!connection.isOpen()) {
            drop(connection, "it was closed");
            return;
        }
        watch(purpose.opened(connection), settings.commandTimeout(), connection, () -> {
            ready = connection;
            probe(connection);
        });
    }

    private void probe(StatefulRedisConnection<String, String> connection) {
        if (!connection.equals(held) || closed) {
            return;
        }
        watch(purpose.probe(connection), settings.probeTimeout(), connection, () -> {
            if (failures > 0) {
                log.info("{}: works", name);
            }
            failures = 0;
            ScheduledFuture<?> _ = schedule(() -> probe(connection), settings.heartbeat().toMillis());
        });
    }

    private void watch(CompletionStage<?> stage, Duration timeout, StatefulRedisConnection<String, String> connection,
            Runnable next) {
        CompletableFuture<?> _ = stage.toCompletableFuture().copy().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        drop(connection, Cause.of(failure));
                    } else {
                        later(() -> {
                            if (connection.equals(held) && !closed) {
                                next.run();
                            }
                        });
                    }
                });
    }

    private void ended(StatefulRedisConnection<String, String> connection, String why) {
        if (connection.equals(held)) {
            CompletableFuture<Void> _ = connection.closeAsync();
            held = null;
            ready = null;
            tryAgain(why);
        }
    }

    private void tryAgain(String why) {
        if (closed) {
            return;
        }
        if (failures == 0) {
            log.warn("{}: {}; opening another connection", name, why);
        } else {
            log.debug("{}: {}; try {}", name, why, failures);
        }
        long longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 5));
        failures++;
        // Half of it by chance, so that replicas of ours do not come all at once.
        ScheduledFuture<?> _ = schedule(this::connect,
                longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
    }

    private ScheduledFuture<?> schedule(Runnable task, long millis) {
        return keeping.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    private void later(Runnable task) {
        keeping.execute(task);
    }
}
