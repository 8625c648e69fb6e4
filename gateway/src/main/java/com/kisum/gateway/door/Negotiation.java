package com.kisum.gateway.door;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler.PriorKnowledgeUpgradeEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Predicate;

/**
 * When does the door take its place on a connection of which it is still to be found out what is spoken? As soon as the server has been
 * told and has put its codec there; nothing has been read of a request by then.
 */
final class Negotiation extends ChannelInboundHandlerAdapter {
    private final Entrance entrance;
    private final Predicate<Object> isOver;

    private Negotiation(Entrance entrance, Predicate<Object> isOver) {
        this.entrance = entrance;
        this.isOver = isOver;
    }

    /** With TLS, it is part of the handshake. */
    static Negotiation overTls(Entrance entrance) {
        return new Negotiation(entrance,
                event -> event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess());
    }

    /** Without, HTTP/2 is told by its preface. */
    static Negotiation byPreface(Entrance entrance) {
        return new Negotiation(entrance, PriorKnowledgeUpgradeEvent.class::isInstance);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // whoever is told of the end learns it from the channel
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        context.fireUserEventTriggered(event);
        if (isOver.test(event)) {
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
