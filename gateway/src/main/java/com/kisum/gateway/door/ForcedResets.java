package com.kisum.gateway.door;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import java.util.concurrent.TimeUnit;

/**
 * How often may a client do something on a stream that makes us reset it? Each time work that has begun is thrown away, and the
 * stream's place is free for the next (CVE-2025-8671, “MadeYouReset”). Counted is what ends a living stream by the client's fault, and
 * nothing else: not that an answer was through early, nor that a backend broke off, nor frames for streams that have gone, which end
 * no work. The codec's own count cannot tell these apart: it counts resets by their code, and what is thrown away here is reset with
 * CANCEL by the server, which is what it leaves out.
 */
final class ForcedResets extends ChannelInboundHandlerAdapter {
    private static final int MOST = 200;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

    private long windowSince = System.nanoTime();
    private int count;

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of what is ended
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.fireExceptionCaught(cause); // whoever has the stream resets it
        if (cause instanceof Http2FrameStreamException && isOneTooMany()) {
            Http2FrameCodec codec = context.pipeline().get(Http2FrameCodec.class);
            codec.onError(context.pipeline().context(codec), true, Http2Exception.connectionError(
                    Http2Error.ENHANCE_YOUR_CALM, "more than %d streams had to be reset", MOST));
            context.close();
        }
    }

    private boolean isOneTooMany() {
        long now = System.nanoTime();
        if (now - windowSince >= WINDOW_NANOS) {
            windowSince = now;
            count = 0;
        }
        count++;
        return count > MOST;
    }
}
