package com.kisum.gateway.door;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long is a client waited for that has begun to speak? A request's head has so much time in all, however busily it dribbles; its
 * body may be silent for so long at a stretch, while we are the ones who wait, and brings so much in each span of time that was spent
 * waiting for it. Then the connection ends, without an answer: half a request gets none. Requests that arrive at one go cost no timer.
 *
 * <p>A body that nobody waits for any more, since its request is answered, keeps the connection no longer than silence would, however
 * much of it comes meanwhile: what it brings is thrown away.
 */
final class SlowClients {
    private final long headNanos;
    private final long silenceNanos;
    private final long spanNanos;
    private final long leastInSpan;
    private final BooleanSupplier holding;
    private final ChannelHandler bytes = new Bytes();
    private final ChannelHandler messages = new Messages();
    private boolean decoded;
    private boolean inBody;
    private boolean demanded = true;
    private long since = System.nanoTime();
    private long waitedInSpan;
    private long heardInSpan;
    private @Nullable Future<?> head;
    private @Nullable Future<?> body;
    private @Nullable Future<?> unwanted;

    private SlowClients(Entrance.Bounds bounds, BooleanSupplier holding) {
        this.headNanos = bounds.headTimeout().toNanos();
        this.silenceNanos = bounds.idleTimeout().toNanos();
        this.spanNanos = bounds.bodySpan().toNanos();
        this.leastInSpan = bounds.leastInSpan();
        this.holding = holding;
    }

    /** One for each connection that carries one request after another. */
    static SlowClients onConnection(Entrance.Bounds bounds, Turns turns) {
        return new SlowClients(bounds, turns::isHolding);
    }

    /** One for each stream whose head is there, and whose body is to come. */
    static SlowClients onStream(Entrance.Bounds bounds) {
        SlowClients slow = new SlowClients(bounds, () -> true);
        slow.inBody = true;
        return slow;
    }

    /** Stands before the decoder: sees what has not become a request yet. */
    ChannelHandler bytes() {
        return bytes;
    }

    /** Stands behind the decoder. */
    ChannelHandler messages() {
        return messages;
    }

    private void forget() {
        cancel(head);
        cancel(body);
        cancel(unwanted);
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

    private void watchBody(ChannelHandlerContext context, long nanos) {
        body = context.executor().schedule(() -> {
            body = null;
            if (!inBody) {
                return;
            }
            long left = demanded || context.channel().config().isAutoRead()
                    ? patienceLeft(System.nanoTime() - since)
                    : Math.min(silenceNanos, spanNanos);
            if (left > 0) {
                watchBody(context, left);
            } else {
                end(context);
            }
        }, nanos, TimeUnit.NANOSECONDS);
    }

    private long patienceLeft(long silent) {
        long waited = waitedInSpan + silent;
        if (waited >= spanNanos) {
            if (heardInSpan < leastInSpan) {
                return 0;
            }
            heardInSpan = 0;
            waitedInSpan = -silent; // of the wait that goes on, what is over belongs to the span that is over
            waited = 0;
        }
        return Math.min(silenceNanos - silent, spanNanos - waited);
    }

    private static int length(Object message) {
        return switch (message) {
            case ByteBuf read -> read.readableBytes();
            case Http2DataFrame frame -> frame.content().readableBytes();
            default -> 0;
        };
    }

    private final class Bytes extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (inBody) {
                waitedInSpan += demanded ? System.nanoTime() - since : 0;
                heardInSpan += length(message);
            }
            decoded = false;
            demanded = false;
            context.fireChannelRead(message);
            if (!decoded && !inBody && head == null && !holding.getAsBoolean()) {
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
                waitedInSpan = 0;
                heardInSpan = 0;
                cancel(head);
                head = null;
            }
            if (message instanceof LastHttpContent) {
                inBody = false;
                cancel(unwanted);
            }
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            boolean informational = message instanceof HttpResponse response
                    && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            if (inBody && message instanceof LastHttpContent && !informational) {
                unwanted = context.executor().schedule(() -> end(context), silenceNanos, TimeUnit.NANOSECONDS);
            }
            ChannelFuture _ = context.write(message, promise);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (inBody && body == null) {
                watchBody(context, Math.min(silenceNanos, spanNanos));
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
