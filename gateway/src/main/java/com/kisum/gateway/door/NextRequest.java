package com.kisum.gateway.door;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Is a connection read again once all that came on it was answered? The server reads on demand. A request that comes before the one
 * before it is quite over waits in a queue; if it is then answered at once, as a refusal from memory is, the server (reactor-netty
 * 1.3.6, its issue 4361) forgets to read on: the next request on that connection gets no answer for as long as its client waits,
 * and the idle connection no end. So we look once more, when the server is through with its queue: where nothing is unanswered,
 * it is told again that the request is over, and does what it does then: it reads, and sets its timer. Twice does no harm.
 *
 * <p>To be left out when the server no longer forgets; the test with the two requests in one packet tells.
 */
public final class NextRequest extends ChannelDuplexHandler {
    /** Of the server's own, and not for us to name. */
    static final String OVER = "reactor.netty.http.server.HttpServerOperationsTerminatedEvent";

    private int unanswered;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            unanswered++;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean informational = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof LastHttpContent && !informational) {
            unanswered--;
        }
        ChannelFuture _ = context.write(message, promise);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        context.fireUserEventTriggered(event);
        if (event.getClass().getName().equals(OVER)) {
            context.executor().execute(() -> {
                if (unanswered == 0 && !context.isRemoved()) {
                    context.fireUserEventTriggered(event);
                }
            });
        }
    }
}
