package com.kisum.gateway.door;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long is a client waited for that takes nothing of its answer? Then its connection ends, or its stream; else it would keep a
 * backend's connection for as long as it likes. Whoever takes anything has all that time again. Answers that leave at one go cost no
 * timer.
 */
final class SlowReaders extends ChannelOutboundHandlerAdapter {
    static final String NAME = "slow-readers";

    private final long stallNanos;
    private long handed;
    private long takenBefore;
    private @Nullable Future<?> timer;

    SlowReaders(Entrance.Bounds bounds) {
        this.stallNanos = bounds.stallTimeout().toNanos();
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
            long waiting = Unsent.by(context.channel());
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
        timer = context.executor().schedule(() -> look(context), stallNanos, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext context) {
        timer = null;
        long waiting = Unsent.by(context.channel());
        if (waiting <= 0) {
            return;
        }
        long taken = handed - waiting;
        if (taken <= takenBefore) {
            ChannelFuture _ = context.close();
        } else {
            takenBefore = taken;
            watch(context);
        }
    }
}
