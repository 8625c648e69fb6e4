package com.kisum.gateway.redis;

import com.kisum.gateway.fact.ChangeStore.Stored;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When is an announced change on a second server? {@code WAIT} waits until a replica has what its own connection wrote last, and
 * blocks that connection meanwhile. So changes that come while one waits are sent together, followed by one wait for all.
 *
 * <p>Before each wait a key of ours is written. A change that somebody else has stored a moment ago is no write of this connection,
 * and newer servers would not wait for it: it would count as accepted while it is on the primary alone.
 *
 * <p>Where no replica is known and none was seen lately, the primary alone is enough, and the role it answers after the changes
 * tells whether that is still so. Everything but {@link #submit} happens on the keeping thread.
 */
final class Announcing implements Line.Purpose {
    private static final int MOST_AT_ONCE = 1_000;
    /** A primary whose replicas were there so lately is not alone: it lost them, or they lost it. */
    private static final Duration LATELY = Duration.ofMinutes(1);
    private static final Duration MARK_LIFE = Duration.ofMinutes(1);

    private final Serving serving;
    private final Lines lines;
    private final Line line;
    private final LongSupplier nanos;
    private final Runnable lookAgain;
    private final Queue<Submitted> queue = new ConcurrentLinkedQueue<>();
    private boolean busy;
    private volatile @Nullable Long replicaSeenNanos;

    /** One command that stores something. */
    interface Write {
        /**
         * @param inFull because Redis may not know our scripts
         */
        CompletionStage<?> send(RedisAsyncCommands<String, String> redis, boolean inFull);
    }

    private record Submitted(Write write, CompletableFuture<Stored> answer) {}

    Announcing(Serving serving, Lines lines, Runnable lookAgain) {
        this.serving = serving;
        this.lines = lines;
        this.line = lines.to(serving.primary(), "announcements", this);
        this.nanos = lines.nanos();
        this.lookAgain = lookAgain;
    }

    Line line() {
        return line;
    }

    /** Never fails. */
    CompletableFuture<Stored> submit(Write write) {
        CompletableFuture<Stored> answer = new CompletableFuture<>();
        queue.add(new Submitted(write, answer));
        lines.keeping().execute(this::next);
        return answer;
    }

    @Override
    public CompletionStage<?> opened(StatefulRedisConnection<String, String> connection) {
        return look(connection);
    }

    @Override
    public CompletionStage<?> probe(StatefulRedisConnection<String, String> connection) {
        return look(connection);
    }

    @Override
    public void lost(StatefulRedisConnection<String, String> connection) {
        lookAgain.run();
    }

    private CompletableFuture<ServerState> look(StatefulRedisConnection<String, String> connection) {
        return ServerState.of(connection, nanos).thenApply(state -> {
            if (state.replicas() > 0) {
                replicaSeenNanos = state.nanos();
            }
            return state;
        });
    }

    private void next() {
        if (busy || queue.isEmpty()) {
            return;
        }
        List<Submitted> batch = new ArrayList<>();
        while (batch.size() < MOST_AT_ONCE && queue.peek() != null) {
            batch.add(queue.remove());
        }
        StatefulRedisConnection<String, String> connection = line.ready();
        if (connection == null) {
            refuse(batch, Cause.of(new Cause.NotConnected()));
            lines.keeping().execute(this::next);
        } else {
            busy = true;
            send(batch, connection, false);
        }
    }

    private void send(List<Submitted> batch, StatefulRedisConnection<String, String> connection, boolean inFull) {
        RedisAsyncCommands<String, String> redis = connection.async();
        List<CompletableFuture<?>> writes = new ArrayList<>();
        // A thousand commands in a few packets. Nobody else writes on this connection meanwhile.
        connection.setAutoFlushCommands(false);
        for (Submitted submitted : batch) {
            writes.add(submitted.write.send(redis, inFull).toCompletableFuture());
        }
        CompletableFuture<?> mark = redis.set(serving.markKey(), "1", SetArgs.Builder.px(MARK_LIFE))
                .toCompletableFuture();
        connection.setAutoFlushCommands(true);
        connection.flushCommands();
        CompletableFuture<Long> replicas = replicas(connection);
        Duration patience = lines.settings().commandTimeout().plus(lines.settings().waitForReplica());
        CompletableFuture<?> _ = CompletableFuture.allOf(mark, replicas)
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenCompleteAsync(
                        (_, failure) -> ended(batch, connection, inFull, new Sent(writes, replicas, failure)),
                        lines.keeping());
    }

    /** How many replicas have it; one, where none is needed. */
    private CompletableFuture<Long> replicas(StatefulRedisConnection<String, String> connection) {
        CompletableFuture<ServerState> state = look(connection);
        if (isReplicaNeeded()) {
            CompletableFuture<Long> confirmed = await(connection);
            return state.thenCompose(_ -> confirmed);
        }
        return state.thenCompose(
                found -> found.replicas() > 0 ? await(connection) : CompletableFuture.completedFuture(1L));
    }

    private CompletableFuture<Long> await(StatefulRedisConnection<String, String> connection) {
        return connection.async().waitForReplication(1, lines.settings().waitForReplica().toMillis())
                .toCompletableFuture();
    }

    private boolean isReplicaNeeded() {
        Long seen = replicaSeenNanos;
        return lines.settings().replicas() == RedisSettings.Replicas.EXPECTED || serving.primary().replicated()
                || (seen != null && nanos.getAsLong() - seen < LATELY.toNanos());
    }

    private void ended(List<Submitted> batch, StatefulRedisConnection<String, String> connection, boolean inFull,
            Sent sent) {
        if (!inFull && sent.isScriptUnknown()) {
            send(batch, connection, true);
            return;
        }
        busy = false;
        if (sent.failure != null) {
            refuse(batch, Cause.of(sent.failure));
            // Whatever still comes on it belongs to what was given up.
            line.drop(connection, Cause.of(sent.failure));
        } else if (sent.replicas.join() < 1) {
            refuse(batch, "no replica confirmed in time");
        } else {
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer.complete(stored(sent.writes.get(i)));
            }
        }
        next();
    }

    /** What was sent before the wait has been answered by now. */
    private Stored stored(CompletableFuture<?> write) {
        if (!write.isDone()) {
            return new Stored.No("no answer in time");
        }
        if (write.isCompletedExceptionally()) {
            Throwable failure = write.exceptionNow();
            if (Cause.isCode(failure, "MOVED") || Cause.isCode(failure, "ASK")) {
                lookAgain.run();
            }
            return new Stored.No(Cause.of(failure));
        }
        return new Stored.Yes();
    }

    private static void refuse(List<Submitted> batch, String cause) {
        batch.forEach(submitted -> submitted.answer.complete(new Stored.No(cause)));
    }

    private record Sent(List<CompletableFuture<?>> writes, CompletableFuture<Long> replicas,
            @Nullable Throwable failure) {
        boolean isScriptUnknown() {
            return writes.stream()
                    .anyMatch(write -> write.isCompletedExceptionally() && Script.isUnknown(write.exceptionNow()));
        }
    }
}
