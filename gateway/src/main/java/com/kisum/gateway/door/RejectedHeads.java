package com.kisum.gateway.door;

import com.kisum.gateway.answer.AnswerCode;
import com.kisum.gateway.record.Refusals;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.util.function.IntSupplier;

/**
 * Which heads did the codec of HTTP/2 refuse by itself? It tells nobody but the client, so what it tells the client is read: an answer
 * or a reset on a stream whose head has come through to nobody. It is written down like what the door refuses, though without a name:
 * the codec does not say either what the head was. No status was answered but where a head was far too large.
 *
 * <p>Stands on the other side of the codec, which writes a frame's first nine bytes in one buffer and the rest in others: what a
 * backend said is never taken for a frame.
 */
final class RejectedHeads extends ChannelOutboundHandlerAdapter {
    private static final int TYPE_AT = 3;
    private static final int STREAM_AT = 5;
    private static final String UNKNOWN = "unknown";

    private final IntSupplier lastPassed;
    private final Refusals refusals;
    private int lastRejected;
    /** Of the frame that is being written. */
    private int bytesToCome;

    /**
     * @param lastPassed the last stream whose head the codec has handed on
     */
    RejectedHeads(IntSupplier lastPassed, Refusals refusals) {
        this.lastPassed = lastPassed;
        this.refusals = refusals;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            follow(bytes);
        }
        ChannelFuture _ = context.write(message, promise);
    }

    private void follow(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex()) {
            if (bytesToCome == 0) {
                if (bytes.writerIndex() - at < Http2CodecUtil.FRAME_HEADER_LENGTH) {
                    return; // no codec does that, and no answer may fail for it
                }
                look(bytes, at);
                bytesToCome = Http2CodecUtil.FRAME_HEADER_LENGTH + bytes.getUnsignedMedium(at);
            }
            int here = Math.min(bytesToCome, bytes.writerIndex() - at);
            bytesToCome -= here;
            at += here;
        }
    }

    private void look(ByteBuf bytes, int at) {
        byte type = bytes.getByte(at + TYPE_AT);
        boolean reset = type == Http2FrameTypes.RST_STREAM;
        if (!reset && type != Http2FrameTypes.HEADERS) {
            return;
        }
        int stream = bytes.getInt(at + STREAM_AT);
        if (stream > lastPassed.getAsInt() && stream > lastRejected) {
            lastRejected = stream;
            record(reset ? codeOf(bytes.getInt(at + Http2CodecUtil.FRAME_HEADER_LENGTH)) : AnswerCode.HEADERS_TOO_LARGE,
                    !reset);
        }
    }

    private static AnswerCode codeOf(long error) {
        return error == Http2Error.REFUSED_STREAM.code() ? AnswerCode.OVERLOADED : AnswerCode.REQUEST_AMBIGUOUS;
    }

    private void record(AnswerCode code, boolean answered) {
        RequestTrace trace = RequestTrace.of(null, null);
        refusals.rejected(code, answered, trace.requestId(), trace.traceId(), UNKNOWN);
    }
}
