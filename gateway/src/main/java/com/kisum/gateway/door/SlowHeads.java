package com.kisum.gateway.door;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long may a client of HTTP/2 take to say what it has begun to say? The preface, each frame that is not a part of a body, and each
 * head with all its continuations: so long in all, however busily it dribbles. Nothing else on the connection gets through meanwhile.
 * Bodies have a measure of their own, as {@link SlowClients} has it.
 *
 * <p>Stands before the codec: a codec says nothing of what it has the half of.
 */
final class SlowHeads extends ChannelInboundHandlerAdapter {
    private static final int TYPE_AT = 3;
    private static final int FLAGS_AT = 4;

    private final long patienceNanos;
    private final byte[] frame = new byte[Http2CodecUtil.FRAME_HEADER_LENGTH];
    private int prefaceLeft = Http2CodecUtil.connectionPrefaceBuf().readableBytes();
    private int frameHeld;
    private int payloadLeft;
    private boolean inHead;
    private boolean somethingEnded;
    private @Nullable Future<?> patience;

    SlowHeads(Duration patience) {
        this.patienceNanos = patience.toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        wait(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf read) {
            somethingEnded = false;
            look(read);
            boolean waits = prefaceLeft > 0 || frameHeld > 0 || inHead || (payloadLeft > 0 && !isBody());
            if (somethingEnded || !waits) {
                forget();
            }
            if (waits && patience == null) {
                wait(context);
            }
        }
        context.fireChannelRead(message);
    }

    private void look(ByteBuf read) {
        int at = read.readerIndex();
        int end = read.writerIndex();
        while (at < end) {
            if (prefaceLeft > 0) {
                int some = Math.min(prefaceLeft, end - at);
                prefaceLeft -= some;
                at += some;
            } else if (payloadLeft > 0) {
                int some = Math.min(payloadLeft, end - at);
                payloadLeft -= some;
                at += some;
                frameMayEnd();
            } else {
                frame[frameHeld++] = read.getByte(at++);
                if (frameHeld == frame.length) {
                    frameHeld = 0;
                    payloadLeft = ((frame[0] & 0xFF) << 16) | ((frame[1] & 0xFF) << 8) | (frame[2] & 0xFF);
                    frameMayEnd();
                }
            }
        }
    }

    private void frameMayEnd() {
        byte type = frame[TYPE_AT];
        if (type == Http2FrameTypes.HEADERS || type == Http2FrameTypes.CONTINUATION) {
            inHead = payloadLeft > 0 || !new Http2Flags(frame[FLAGS_AT]).endOfHeaders();
        }
        somethingEnded |= payloadLeft == 0 && !inHead;
    }

    private boolean isBody() {
        return frame[TYPE_AT] == Http2FrameTypes.DATA;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whoever is told of the end learns it from the channel
    private void wait(ChannelHandlerContext context) {
        // Not a close in good order, which would wait for what is under way.
        patience = context.executor().schedule(() -> context.channel().unsafe().close(context.voidPromise()),
                patienceNanos, TimeUnit.NANOSECONDS);
    }

    private void forget() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        forget();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        forget();
    }
}
