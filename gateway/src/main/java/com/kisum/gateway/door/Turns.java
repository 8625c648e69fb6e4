package com.kisum.gateway.door;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import reactor.netty.NettyPipeline;

/**
 * Whose turn is it on this connection? One request's at a time: the next is not even read before the one before it is over. A client
 * need not wait for its answers, but what it sends meanwhile stays with it, but for the bytes that had been read already: nobody
 * listens then. The server itself would read on, keep what it read in a queue without a bound, and give the connection up, without a
 * word, once more than 128 requests wait.
 *
 * <p>Stands next to the socket, before the {@link RequestReader}, which asks here before it begins a request.
 */
public final class Turns extends ChannelDuplexHandler {
    /** Of the server's own (reactor-netty 1.3.6), and not for us to name: a request is over, and the next may come. */
    static final String OVER = "reactor.netty.http.server.HttpServerOperationsTerminatedEvent";

    /** The first handler of a client's connection, behind TLS, that knows of HTTP. */
    public static final String NAME = "turns";

    private boolean taken;
    private boolean holding;
    private boolean readWasAskedFor;

    private Turns() {}

    /** Takes the place of the server's own codec. */
    public static Turns in(ChannelPipeline pipeline, HttpDecoderConfig bounds) {
        Turns turns = new Turns();
        RequestReader requests = new RequestReader(bounds, turns);
        pipeline.replace(NettyPipeline.HttpCodec, NettyPipeline.HttpCodec, requests);
        pipeline.addBefore(NettyPipeline.HttpCodec, NAME, turns).addAfter(NettyPipeline.HttpCodec, "answer-writer",
                new AnswerWriter(requests));
        return turns;
    }

    /** Whether a request may begin; if not, what was read of it waits and nothing more is read. None begins for a client that has gone. */
    boolean isFree(ChannelHandlerContext context) {
        if (taken && !holding) {
            holding = true;
            context.channel().config().setAutoRead(false);
        }
        return !taken && context.channel().isActive();
    }

    /** Whether bytes wait here for their turn: a delay of ours, and none of the client's. */
    boolean isHolding() {
        return holding;
    }

    void take() {
        taken = true;
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (holding) {
            readWasAskedFor = true;
            // Whoever turned it on in order to read; it would read by itself from now on.
            context.channel().config().setAutoRead(false);
        } else {
            context.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        boolean over = event.getClass().getName().equals(OVER);
        if (over) {
            taken = false;
        }
        context.fireUserEventTriggered(event);
        if (over && holding) {
            context.executor().execute(() -> goOn(context)); // later: answers from memory would pile up on the stack
        }
    }

    private void goOn(ChannelHandlerContext context) {
        if (!holding || taken || !context.channel().isActive()) {
            return;
        }
        holding = false;
        boolean asked = readWasAskedFor;
        readWasAskedFor = false;
        context.fireChannelRead(Unpooled.EMPTY_BUFFER); // the reader looks at what it kept
        context.fireChannelReadComplete();
        if (asked && !taken) {
            context.read(); // it was not enough for a request
        }
    }
}
