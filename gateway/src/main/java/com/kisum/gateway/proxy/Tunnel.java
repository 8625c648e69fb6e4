package com.kisum.gateway.proxy;

import com.kisum.gateway.door.Turns;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;

/**
 * What is left between a client and a backend that have become a WebSocket? Two connections whose bytes pass as they are: what was
 * negotiated, extensions and subprotocols, is in them and holds. Only where frames end is looked at, so that the tunnel can be ended
 * with a word to each side.
 *
 * <p>Each connection stays on its event loop. What was HTTP in their pipelines is removed; what stands before it, as TLS does, stays.
 */
final class Tunnel implements Stream {
    private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);

    /** How long the other side may take to say goodbye, too; who closes before that may destroy what is still on its way. */
    private static final long LINGER_MILLIS = 2_000;
    /** How long one side may take to read the rest when the other has gone. */
    private static final long SLOW_READER_MILLIS = 30_000;
    private static final Future<?> NEVER = CompletableFuture.completedFuture(null);

    private final Channel client;
    private final Channel backend;
    private final long idleNanos;
    private final StreamListener listener;
    private final TunnelEnd ofClient;
    private final TunnelEnd ofBackend;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final AtomicInteger open = new AtomicInteger(2);
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long heardNanos = System.nanoTime();
    private volatile Future<?> timer = NEVER;

    private Tunnel(Channel client, Channel backend, long idleNanos, StreamListener listener) {
        this.client = client;
        this.backend = backend;
        this.idleNanos = idleNanos;
        this.listener = listener;
        this.ofClient = new TunnelEnd(this, client, backend);
        this.ofBackend = new TunnelEnd(this, backend, client);
    }

    /**
     * To be called on the backend's event loop, while its answer is read.
     *
     * @param head what the client is answered, in bytes
     * @param idleNanos how long both may be silent; {@link Long#MAX_VALUE} for ever
     * @return over when both connections are closed; who does not want it any more closes them
     */
    static Mono<Void> between(Channel client, Channel backend, byte[] head, long idleNanos, StreamListener listener) {
        Tunnel tunnel = new Tunnel(client, backend, idleNanos, listener);
        return Mono.defer(() -> {
            tunnel.begin(head);
            return Mono.fromFuture(tunnel.closed, true).doOnCancel(() -> {
                hangUp(client);
                hangUp(backend);
            });
        });
    }

    /** The backend's end first: the client may speak as soon as it has its answer. */
    private void begin(byte[] head) {
        whenClosed(client, backend);
        whenClosed(backend, client);
        backend.eventLoop().execute(() -> step(backend, () -> {
            takeOver(backend, BackendConnections.FIRST_OF_HTTP, HeldFrames.NAME, ofBackend);
            client.eventLoop().execute(() -> step(client, () -> {
                takeOver(client, Turns.NAME, NettyPipeline.ReactiveBridge, ofClient);
                ChannelFuture _ = client.writeAndFlush(Unpooled.wrappedBuffer(head));
                backend.eventLoop().execute(() -> step(backend, this::open));
            }));
        }));
    }

    private void whenClosed(Channel one, Channel other) {
        one.closeFuture().addListener(_ -> {
            if (ended.get() && other.equals(client)) {
                closeWithin(client, LINGER_MILLIS); // it has the last word
            } else {
                hangUp(other);
            }
            if (open.decrementAndGet() == 0) {
                closed.complete(null);
            }
        });
    }

    /** Where one of them has been closed meanwhile, so is the other. */
    private void step(Channel channel, Runnable step) {
        try {
            if (channel.isActive()) {
                step.run();
            }
        } catch (RuntimeException bug) {
            LOG.error("an error of ours while a WebSocket was opened, so it is closed", bug);
            ChannelFuture _ = client.close();
            ChannelFuture _ = backend.close();
        }
    }

    /**
     * From the last to the first, so that what the first has read already comes to the end.
     *
     * @param first of those who know of HTTP
     * @param behind who stays behind the last of them
     */
    private static void takeOver(Channel channel, String first, String behind, TunnelEnd end) {
        channel.config().setAutoRead(false);
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
        ChannelPipeline pipeline = channel.pipeline();
        List<String> names = pipeline.names();
        int from = names.indexOf(first);
        int to = names.indexOf(behind);
        if (from < 0 || to < from) {
            throw new IllegalStateException("no HTTP connection: " + names);
        }
        pipeline.addBefore(NettyPipeline.ReactiveBridge, TunnelEnd.NAME, end);
        for (int i = to - 1; i >= from; i--) {
            pipeline.remove(names.get(i));
        }
    }

    private void open() {
        var _ = closed.thenRun(listener.opened(this));
        if (idleNanos < Long.MAX_VALUE) {
            watch(idleNanos);
            var _ = closed.thenRun(() -> timer.cancel(false));
        }
        client.read();
        backend.pipeline().remove(HeldFrames.NAME); // what it holds goes first
        backend.read();
    }

    void heard() {
        heardNanos = System.nanoTime();
    }

    private void watch(long nanos) {
        timer = client.eventLoop().schedule(() -> {
            long left = idleNanos - (System.nanoTime() - heardNanos);
            if (left > 0 && !closed.isDone()) {
                watch(left);
            } else {
                end(Farewell.idle());
            }
        }, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public Kind kind() {
        return Kind.WEBSOCKET;
    }

    /** What the client says from now on is not passed; what the backend says is, up to the end of the frame that it is within. */
    @Override
    public void end(Farewell why) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        client.eventLoop().execute(ofClient::stop);
        // The backend is told when the client has been: its answer to that would come first, else.
        backend.eventLoop().execute(() -> ofBackend.conclude(CloseFrame.toClient(why), () -> {
            client.eventLoop().execute(() -> ofClient.sayBehind(CloseFrame.toBackend()));
            closeWithin(client, LINGER_MILLIS);
            closeWithin(backend, LINGER_MILLIS);
        }));
    }

    private static void closeWithin(Channel channel, long millis) {
        Future<?> end = channel.eventLoop().schedule(() -> {
            ChannelFuture _ = channel.close();
        }, millis, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(_ -> end.cancel(false));
    }

    /** Once it has got what was written before. */
    private static void hangUp(Channel channel) {
        if (!channel.isOpen()) {
            return;
        }
        closeWithin(channel, SLOW_READER_MILLIS);
        ChannelFuture _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
