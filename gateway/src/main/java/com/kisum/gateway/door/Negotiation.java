package com.kisum.gateway.door;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;

/**
 * When does the door take its place on a connection with TLS? As soon as it is negotiated what is spoken: the server puts its codec
 * there when it is told that the handshake is over, and nothing has been read of a request by then.
 */
final class Negotiation extends ChannelInboundHandlerAdapter {
    private final Entrance entrance;

    Negotiation(Entrance entrance) {
        this.entrance = entrance;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // whoever is told of the end learns it from the channel
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        context.fireUserEventTriggered(event);
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            if (!entrance.guardKnown(context.pipeline())) {
                context.close();
            }
            context.pipeline().remove(this);
        }
    }

    /** Before the door stands, nothing passes. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // whoever is told of the end learns it from the channel
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
        context.close();
    }
}
