package com.kisum.gateway.door;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long is a client waited for that does not take its answer? It has to take as much in each span of time as a body has to bring,
 * for as long as something waits for it. Then its connection ends, or its stream; else it would keep a backend's connection for as
 * long as it likes. Answers that leave at one go cost no timer.
 */
final class SlowReaders extends ChannelOutboundHandlerAdapter {
    static final String NAME = "slow-readers";

    private final long spanNanos;
    private final long leastInSpan;
    private long handed;
    private long takenBefore;
    private @Nullable Future<?> timer;

    SlowReaders(Entrance.Bounds bounds) {
        this.spanNanos = bounds.bodySpan().toNanos();
        this.leastInSpan = bounds.leastInSpan();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        handed += switch (message) {
            case ByteBuf bytes -> bytes.readableBytes();
            case Http2DataFrame frame -> frame.content().readableBytes();
            default -> 0;
        };
        ChannelFuture _ = context.write(message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        context.flush();
        if (timer == null) {
            long waiting = waiting(context.channel());
            if (waiting > 0) {
                takenBefore = handed - waiting;
                watch(context);
            }
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void watch(ChannelHandlerContext context) {
        timer = context.executor().schedule(() -> look(context), spanNanos, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext context) {
        timer = null;
        long waiting = waiting(context.channel());
        if (waiting <= 0) {
            return;
        }
        long taken = handed - waiting;
        if (taken - takenBefore < leastInSpan) {
            ChannelFuture _ = context.close();
        } else {
            takenBefore = taken;
            watch(context);
        }
    }

    /** In bytes; the library's own account, which adds some for each part. */
    private static long waiting(Channel channel) {
        WriteBufferWaterMark marks = channel.config().getWriteBufferWaterMark();
        return channel.isWritable()
                ? marks.high() - channel.bytesBeforeUnwritable()
                : marks.low() + channel.bytesBeforeWritable();
    }
}
