package com.kisum.gateway.door;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * What is spoken on a connection without TLS? Whoever knows that HTTP/2 is spoken here begins with its preface; everything else is
 * HTTP/1.1, an offer to change to HTTP/2 later included: that one is ignored, because the request it comes with would pass by the
 * door. So what the server has prepared for it is taken away.
 */
final class FirstBytes extends ByteToMessageDecoder {
    private static final ByteBuf PREFACE = Http2CodecUtil.connectionPrefaceBuf();

    private final Entrance entrance;
    private final long patienceNanos;
    private @Nullable Future<?> patience;

    FirstBytes(Entrance entrance, Duration patience) {
        this.entrance = entrance;
        this.patienceNanos = patience.toNanos();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
        int known = Math.min(bytes.readableBytes(), PREFACE.readableBytes());
        boolean mayBeHttp2 = ByteBufUtil.equals(bytes, bytes.readerIndex(), PREFACE, PREFACE.readerIndex(), known);
        if (mayBeHttp2 && known < PREFACE.readableBytes()) {
            if (patience == null) {
                patience = context.executor().schedule(() -> end(context), patienceNanos, TimeUnit.NANOSECONDS);
            }
            return;
        }
        ChannelPipeline pipeline = context.pipeline();
        if (!mayBeHttp2) {
            http1(pipeline);
        } else {
            entrance.expectHttp2(pipeline);
        }
        pipeline.remove(this); // and what was read goes on
    }

    private void http1(ChannelPipeline pipeline) {
        pipeline.remove(NettyPipeline.H2CUpgradeHandler);
        pipeline.remove(HttpServerUpgradeHandler.class);
        pipeline.remove(HttpServerCodec.class);
        pipeline.addBefore(NettyPipeline.HttpTrafficHandler, NettyPipeline.HttpCodec, new HttpServerCodec());
        entrance.guardKnown(pipeline);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whoever is told of the end learns it from the channel
    private static void end(ChannelHandlerContext context) {
        context.close();
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        if (patience != null) {
            patience.cancel(false);
        }
    }
}
