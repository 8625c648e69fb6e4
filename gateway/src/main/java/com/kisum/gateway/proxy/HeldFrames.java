package com.kisum.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What becomes of what a backend says behind its {@code 101} before anyone is there to take it? It is held, which is one read of a
 * socket at most, and handed on when this handler is removed. The end of the answer, which the decoder makes up, is left behind: to the client library
 * it would be the end of the connection's use.
 */
final class HeldFrames extends ChannelInboundHandlerAdapter {
    static final String NAME = "held-frames";

    private final Queue<ByteBuf> held = new ArrayDeque<>(1);
    private boolean switched;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (switched && message instanceof ByteBuf read) {
            held.add(read);
        } else if (switched && message instanceof LastHttpContent) {
            ReferenceCountUtil.release(message);
        } else {
            switched |= message instanceof HttpResponse response
                    && response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
            context.fireChannelRead(message);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        boolean isTaken = context.pipeline().get(TunnelEnd.class) != null; // else the connection has ended
        for (ByteBuf read = held.poll(); read != null; read = held.poll()) {
            if (isTaken) {
                context.fireChannelRead(read);
            } else {
                read.release();
            }
        }
    }
}
