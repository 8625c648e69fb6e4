package com.kisum.gateway.door;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler.PriorKnowledgeUpgradeEvent;
import io.netty.util.ReferenceCountUtil;

/** When does the door take its place on a connection that began with HTTP/2's preface? When the server has put its codec there. */
final class KnownPreface extends ChannelInboundHandlerAdapter {
    private final Entrance entrance;

    KnownPreface(Entrance entrance) {
        this.entrance = entrance;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // whoever is told of the end learns it from the channel
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        context.fireUserEventTriggered(event);
        if (event instanceof PriorKnowledgeUpgradeEvent) {
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
