package com.kisum.gateway.proxy;

import com.kisum.gateway.door.Unsent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * For how long does a backend neither speak nor listen while it is its turn? Its turn is when it has the whole request, and when what
 * it has been sent of it is more than it takes; not while the client has not taken yet what came before, nor while the client has
 * still to send. The client library's own timer runs on while nobody reads, and blames the backend for a client that is slow.
 *
 * <p>One for each connection, for one request after another. Its timer is not set anew with each: it looks, when it is due, at what
 * has happened since.
 */
final class BackendSilence extends ChannelDuplexHandler {
    private static final String NAME = "backend-silence";

    /** What a backend takes is seen in steps, as the system reports room: one that reads slowly is not silent. */
    private final long stallNanos;
    private long limitNanos = Long.MAX_VALUE;
    private boolean listening;
    private boolean answering;
    private boolean interim;
    private boolean asked;
    private long since;
    private long handed;
    private long takenBefore;
    private long due;
    private @Nullable Future<?> timer;

    private BackendSilence(long stallNanos) {
        this.stallNanos = stallNanos;
    }

    /**
     * For a connection that speaks HTTP.
     *
     * @param stallNanos so long at least while it does not take what it is sent
     */
    static void watch(ChannelPipeline pipeline, long stallNanos) {
        pipeline.addBefore(NettyPipeline.ReactiveBridge, NAME, new BackendSilence(stallNanos));
    }

    /**
     * The request that begins now has so much patience.
     *
     * @param nanos {@link Long#MAX_VALUE} for ever
     */
    static void limit(Channel channel, long nanos) {
        if (channel.pipeline().get(NAME) instanceof BackendSilence silence) {
            silence.limitNanos = nanos;
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!listening && !answering) {
            listening = true;
            expect(context);
        }
        handed += switch (message) {
            case ByteBuf part -> part.readableBytes();
            case ByteBufHolder part -> part.content().readableBytes();
            default -> 0;
        };
        if (message instanceof LastHttpContent) {
            answering = true;
            listening = false;
            expect(context);
        }
        ChannelFuture _ = context.write(message, promise);
    }

    /** What leaves at once has been taken now, and not when somebody looks. */
    @Override
    public void flush(ChannelHandlerContext context) {
        context.flush();
        if (takenBefore != handed) {
            takenBefore = Math.max(takenBefore, handed - Unsent.by(context.channel()));
        }
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (!asked) {
            asked = true;
            since = System.nanoTime();
        }
        context.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        asked = false;
        since = System.nanoTime();
        if (message instanceof HttpResponse head) {
            interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (message instanceof LastHttpContent && !interim) {
            listening = false;
            answering = false;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        forget();
    }

    private void expect(ChannelHandlerContext context) {
        since = System.nanoTime();
        if (limitNanos == Long.MAX_VALUE) {
            return;
        }
        if (timer == null || due - since > limitNanos) {
            forget();
            lookAfter(context, limitNanos);
        }
    }

    private void lookAfter(ChannelHandlerContext context, long nanos) {
        due = System.nanoTime() + nanos;
        timer = context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext context) {
        timer = null;
        if (limitNanos == Long.MAX_VALUE || !(listening || answering)) {
            return;
        }
        long unsent = Unsent.by(context.channel());
        if (handed - unsent > takenBefore) {
            takenBefore = handed - unsent;
            since = System.nanoTime();
        }
        long limit = unsent > 0 ? Math.max(limitNanos, stallNanos) : limitNanos;
        long left = unsent > 0 || isToSpeak(context.channel()) ? limit - (System.nanoTime() - since) : limitNanos;
        if (left > 0) {
            lookAfter(context, Math.min(left, limitNanos));
        } else {
            context.fireExceptionCaught(ReadTimeoutException.INSTANCE);
            ChannelFuture _ = context.close();
        }
    }

    private boolean isToSpeak(Channel channel) {
        return answering && (asked || channel.config().isAutoRead());
    }

    private void forget() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
