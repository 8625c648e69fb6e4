package com.kisum.gateway.door;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.codec.http2.Http2WindowUpdateFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a body over HTTP/2 when its answer is through before it? What comes of it is dropped for a moment, since most of
 * them end by then, and a reset would cross with frames that are on their way. Only who goes on is told to stop, with NO_ERROR: when
 * the stream's window has run out, so that nothing is on its way, or when the moment is over.
 *
 * <p>Stands between the codec and {@link Streams}. A stream that waits so is still one of those that a client may have at once.
 */
final class UnwantedBodies extends ChannelDuplexHandler {
    private static final long MOMENT_MILLIS = 1_000;
    /** Not before there is nothing left, which is when the stream is reset instead. */
    private static final float NO_MORE_WINDOW = Float.MIN_VALUE;

    private final Map<Integer, Leftover> leftovers = new HashMap<>();
    private final Http2Connection connection;

    private static final class Leftover {
        private final Http2FrameStream stream;
        private boolean answered;
        /** The stream's channel has gone, or there never was one. */
        private boolean readByNobody;
        private @Nullable Future<?> moment;

        private Leftover(Http2FrameStream stream) {
            this.stream = stream;
        }
    }

    UnwantedBodies(Http2Connection connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connection.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                forget(stream.id());
            }
        });
    }

    /** The stream gets no channel: whatever else comes on it is for nobody, though it has no answer yet. */
    void nobodyReads(Http2FrameStream stream) {
        Leftover leftover = new Leftover(stream);
        leftover.readByNobody = true;
        leftovers.put(stream.id(), leftover);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Http2Exception {
        Leftover leftover = of(message);
        boolean body = message instanceof Http2DataFrame || message instanceof Http2HeadersFrame;
        if (leftover == null || !(body || leftover.readByNobody)) {
            context.fireChannelRead(message);
            return;
        }
        // The codec gives back by itself what it counted for a stream that ends with this frame.
        if (message instanceof Http2DataFrame data && !data.isEndStream()
                && !isCalledOffWithoutWindow(context, leftover)) {
            consume(leftover, data.initialFlowControlledBytes());
        }
        ReferenceCountUtil.release(message);
    }

    private @Nullable Leftover of(Object message) {
        Http2FrameStream stream = message instanceof Http2StreamFrame frame ? frame.stream() : null;
        return stream == null ? null : leftovers.get(stream.id());
    }

    private @Nullable Http2Stream known(Leftover leftover) {
        return connection.stream(leftover.stream.id());
    }

    /** The connection has its window back at once, the stream has not. */
    private void consume(Leftover leftover, int bytes) throws Http2Exception {
        Http2Stream stream = known(leftover);
        if (stream != null && connection.local().flowController() instanceof DefaultHttp2LocalFlowController windows) {
            windows.windowUpdateRatio(stream, NO_MORE_WINDOW);
            windows.consumeBytes(stream, bytes);
        }
    }

    private boolean isCalledOffWithoutWindow(ChannelHandlerContext context, Leftover leftover) {
        Http2Stream stream = known(leftover);
        boolean out = leftover.answered && stream != null
                && connection.local().flowController().windowSize(stream) <= 0;
        if (out) {
            callOff(context, leftover, Http2Error.NO_ERROR);
        }
        return out;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a reset that cannot be sent is one of a stream that has ended
    private void callOff(ChannelHandlerContext context, Leftover leftover, Http2Error why) {
        forget(leftover.stream.id());
        context.writeAndFlush(new DefaultHttp2ResetFrame(why).stream(leftover.stream));
    }

    private void forget(int stream) {
        Leftover leftover = leftovers.remove(stream);
        if (leftover != null && leftover.moment != null) {
            leftover.moment.cancel(false);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is the promise
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Http2Exception {
        Leftover leftover = of(message);
        if (leftover != null && leftover.answered && message instanceof Http2ResetFrame reset
                && reset.errorCode() == Http2Error.CANCEL.code()) {
            readByNobody(leftover); // its channel closes, as one does that is answered
            promise.trySuccess();
        } else if (leftover != null && leftover.readByNobody && message instanceof Http2WindowUpdateFrame) {
            promise.trySuccess(); // given back already
        } else if (message instanceof Http2StreamFrame frame && frame.stream() != null && isLast(frame)) {
            context.write(message, promise.unvoid()).addListener(sent -> {
                if (sent.isSuccess() && frame.stream().state().remoteSideOpen()) {
                    await(context, frame.stream());
                }
            });
        } else {
            context.write(message, promise);
        }
    }

    private static boolean isLast(Http2StreamFrame frame) {
        return (frame instanceof Http2DataFrame data && data.isEndStream())
                || (frame instanceof Http2HeadersFrame head && head.isEndStream());
    }

    private void readByNobody(Leftover leftover) throws Http2Exception {
        leftover.readByNobody = true;
        Http2Stream stream = known(leftover);
        if (stream != null) {
            consume(leftover, connection.local().flowController().unconsumedBytes(stream));
        }
    }

    private void await(ChannelHandlerContext context, Http2FrameStream stream) throws Http2Exception {
        Leftover leftover = leftovers.computeIfAbsent(stream.id(), _ -> new Leftover(stream));
        leftover.answered = true;
        if (!isCalledOffWithoutWindow(context, leftover)) {
            consume(leftover, 0); // what its channel still gives back is none of the stream's any more, either
            leftover.moment = context.executor().schedule(() -> callOff(context, leftover, Http2Error.NO_ERROR),
                    MOMENT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** What the codec finds wrong on a stream is told to its channel, which would only close; and there may be none. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Http2FrameStreamException wrong = cause instanceof Http2FrameStreamException told ? told : null;
        Leftover leftover = wrong == null ? null : leftovers.get(wrong.stream().id());
        if (wrong != null && leftover != null) {
            callOff(context, leftover, wrong.error());
        } else {
            context.fireExceptionCaught(cause);
        }
    }
}
