package com.kisum.gateway.door;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long is a client waited for that has begun to speak? A request's head has so much time in all, however busily it dribbles; its
 * body may be silent for so long at a stretch, while we are the ones who wait. Then the connection ends, without an answer: half a
 * request gets none. Requests that arrive at one go cost no timer.
 */
public final class SlowClients {
    private final long headNanos;
    private final long silenceNanos;
    private final Turns turns;
    private final ChannelHandler bytes = new Bytes();
    private final ChannelHandler messages = new Messages();
    private boolean decoded;
    private boolean inBody;
    private boolean demanded = true;
    private long since = System.nanoTime();
    private @Nullable Future<?> head;
    private @Nullable Future<?> silence;

    /** One for each connection. */
    public SlowClients(Duration head, Duration silence, Turns turns) {
        this.headNanos = head.toNanos();
        this.silenceNanos = silence.toNanos();
        this.turns = turns;
    }

    /** Stands before the decoder: sees what has not become a request yet. */
    public ChannelHandler bytes() {
        return bytes;
    }

    /** Stands behind the decoder. */
    public ChannelHandler messages() {
        return messages;
    }

    private void forget() {
        cancel(head);
        cancel(silence);
    }

    private static void cancel(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whoever is told of the end learns it from the channel
    private static void end(ChannelHandlerContext context) {
        context.close();
    }

    private void watchSilence(ChannelHandlerContext context, long nanos) {
        silence = context.executor().schedule(() -> {
            silence = null;
            if (!inBody) {
                return;
            }
            boolean waiting = demanded || context.channel().config().isAutoRead();
            long left = waiting ? since + silenceNanos - System.nanoTime() : silenceNanos;
            if (left > 0) {
                watchSilence(context, left);
            } else {
                end(context);
            }
        }, nanos, TimeUnit.NANOSECONDS);
    }

    private final class Bytes extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            decoded = false;
            demanded = false;
            context.fireChannelRead(message);
            if (!decoded && !inBody && head == null && !turns.isHolding()) {
                head = context.executor().schedule(() -> end(context), headNanos, TimeUnit.NANOSECONDS);
            }
        }
    }

    private final class Messages extends ChannelDuplexHandler {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            decoded = true;
            if (message instanceof HttpRequest) {
                inBody = true;
                cancel(head);
                head = null;
            }
            if (message instanceof LastHttpContent) {
                inBody = false;
            }
            context.fireChannelRead(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (inBody && silence == null) {
                watchSilence(context, silenceNanos);
            }
            context.fireChannelReadComplete();
        }

        @Override
        public void read(ChannelHandlerContext context) {
            if (!demanded) {
                demanded = true;
                since = System.nanoTime();
            }
            context.read();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            forget();
            context.fireChannelInactive();
        }
    }
}
