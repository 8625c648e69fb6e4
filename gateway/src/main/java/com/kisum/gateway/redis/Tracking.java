package com.kisum.gateway.redis;

import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.fact.PushListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How does a primary tell of every change, and how is it known that it still does?
 *
 * <p><b>Telling.</b> A connection of its own is told of each changed key below our two prefixes ({@code CLIENT TRACKING ON BCAST}).
 * Redis collects the changed keys of one turn of its event loop per prefix, and before it sleeps appends one message per prefix,
 * in the order of the prefixes, to what it sends each such connection; expired and evicted keys are among them, a flush is sent
 * at once. What is sent on one connection arrives in order, or the connection breaks, which we hear of.
 *
 * <p><b>Heartbeat.</b> We write a key of ours on this same connection. Redis answers, and at the end of that turn tells of the key.
 * Everything that changed in an earlier turn was appended earlier. What changed earlier in this turn stands in the message of
 * the prefix before ({@code access-member:}), or in the same message, which is read to its end before the heartbeat counts. So
 * a heartbeat that comes back proves that everything that changed before it was written has been told. Only a message after
 * the answer counts: one before it tells that an older heartbeat expired, and proves nothing about what came later.
 *
 * <p><b>Armed</b> holds from the instant at which the answer to {@code CLIENT TRACKING} had arrived: by then it was in effect.
 * The answers are heard on the connection's own thread, between the messages, in the order in which Redis sent them.
 *
 * <p>A server that is no primary any more refuses the heartbeat; one that hangs does not answer it; one whose slots moved says so.
 * In each case the line drops the connection, and what was told counts no more.
 */
final class Tracking implements Line.Purpose {
    private static final Logger log = LoggerFactory.getLogger(Tracking.class);
    private static final String INVALIDATE = "invalidate";
    /** A heartbeat's key outlives some pauses, and goes when we are gone. */
    private static final int LIVES = 10;

    private final Serving serving;
    private final Line line;
    private final RedisKeys keys;
    private final long keyLifeMillis;
    private final LongSupplier nanos;
    private final PushListener listener;
    private final Replicas replicas;
    private final RedisMeters meters;
    private final Runnable lookAgain;
    private @Nullable StatefulRedisConnection<String, String> armed;
    private @Nullable Beat beat;
    private boolean silenced;

    /**
     * @param lookAgain at the topology, because this server may be a primary no more
     */
    Tracking(Serving serving, Lines lines, PushListener listener, RedisMeters meters, Runnable lookAgain) {
        this.lookAgain = lookAgain;
        this.serving = serving;
        this.line = lines.to(serving.primary(), "tracking", this);
        this.keys = lines.keys();
        this.replicas = lines.replicas();
        this.keyLifeMillis = lines.settings().heartbeat().toMillis() * LIVES;
        this.nanos = lines.nanos();
        this.listener = listener;
        this.meters = meters;
    }

    Line line() {
        return line;
    }

    /** This server is no primary any more: whatever it still tells is not passed on. */
    synchronized void silence() {
        silenced = true;
        if (armed != null) {
            meters.armed(-1);
        }
        armed = null;
    }

    @Override
    public CompletionStage<?> opened(StatefulRedisConnection<String, String> connection) {
        connection.addListener(message -> told(connection, message));
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8).add("TRACKING").add("ON")
                .add("BCAST")
                .add("PREFIX").add(keys.members()).add("PREFIX").add(keys.versions());
        AsyncCommand<String, String, String> command = command(CommandType.CLIENT, arguments);
        CompletableFuture<Void> done = command.thenAccept(_ -> arm(connection));
        connection.dispatch(command);
        return done;
    }

    @Override
    public CompletionStage<?> probe(StatefulRedisConnection<String, String> connection) {
        Beat next = new Beat(serving.heartbeatKey(), nanos.getAsLong());
        synchronized (this) {
            beat = next;
        }
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8).addKey(next.key).add("1").add("PX")
                .add(keyLifeMillis);
        AsyncCommand<String, String, String> command = command(CommandType.SET, arguments);
        // Heard of before anything that comes after it, because it was asked for before the command was sent.
        CompletableFuture<?> _ = command.whenComplete((_, failure) -> answered(next, failure));
        connection.dispatch(command);
        return next.back;
    }

    @Override
    public synchronized void lost(StatefulRedisConnection<String, String> connection) {
        if (connection.equals(armed)) {
            armed = null;
            beat = null;
            meters.armed(-1);
            listener.lost(serving.id());
            lookAgain.run();
        }
    }

    private synchronized void arm(StatefulRedisConnection<String, String> connection) {
        if (!silenced && connection.isOpen()) {
            armed = connection;
            meters.armed(1);
            listener.armed(serving.id(), nanos.getAsLong());
        }
    }

    private synchronized void answered(Beat written, @Nullable Throwable failure) {
        if (failure != null) {
            written.back.completeExceptionally(failure);
        } else {
            written.answered = true;
        }
    }

    private void told(StatefulRedisConnection<String, String> connection, PushMessage message) {
        if (!message.getType().equals(INVALIDATE)) {
            return;
        }
        try {
            told(connection, message.getContent(StringCodec.UTF8::decodeKey).get(1));
        } catch (RuntimeException bug) {
            // The client would only log it, and a change would be lost. As if the connection had been: all is asked anew.
            log.error("a message of Redis could not be passed on", bug);
            line.drop(connection, "what it told could not be passed on");
        }
    }

    private synchronized void told(StatefulRedisConnection<String, String> connection, @Nullable Object changed) {
        if (silenced || !connection.equals(armed)) {
            return;
        }
        if (!(changed instanceof List<?> names)) {
            listener.flushed();
            return;
        }
        Beat waiting = beat;
        boolean back = false;
        for (Object name : names) {
            String key = String.valueOf(name);
            if (keys.isHeartbeat(key)) {
                replicas.heard(keys.replica(key), nanos.getAsLong());
            }
            if (waiting != null && waiting.answered && key.equals(waiting.key)) {
                back = true;
            } else {
                pass(key);
            }
        }
        if (back && waiting != null) {
            beat = null;
            listener.heartbeat(serving.id(), waiting.writtenNanos);
            waiting.back.complete(null);
        }
    }

    private void pass(String key) {
        Pointer pointer = keys.pointer(key);
        RedisKeys.Member member = pointer == null ? keys.member(key) : null;
        if (pointer != null) {
            listener.moved(pointer);
        } else if (member != null) {
            listener.renamed(member.company(), member.user());
        } else if (!keys.isHeartbeat(key)) {
            meters.found(RedisMeters.Strange.PUSHED_KEY);
        }
    }

    private static AsyncCommand<String, String, String> command(CommandType type,
            CommandArgs<String, String> arguments) {
        return new AsyncCommand<>(new Command<>(type, new StatusOutput<>(StringCodec.UTF8), arguments));
    }

    /** One heartbeat under way. */
    private static final class Beat {
        private final String key;
        private final long writtenNanos;
        private final CompletableFuture<@Nullable Void> back = new CompletableFuture<>();
        private boolean answered;

        Beat(String key, long writtenNanos) {
            this.key = key;
            this.writtenNanos = writtenNanos;
        }
    }
}
