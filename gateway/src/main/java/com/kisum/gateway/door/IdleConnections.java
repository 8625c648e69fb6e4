package com.kisum.gateway.door;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long may a connection of HTTP/2 stand on which nothing is asked? As long as one of HTTP/1.1. Whatever else comes on it, pings
 * above all, asks for nothing: the server's own clock is set back by every byte, so that a client could keep as many connections as it
 * likes for a ping a minute each. It is ended in good order: the client is told to go, and how far it was heard.
 */
final class IdleConnections extends ChannelInboundHandlerAdapter {
    private final Http2Connection connection;
    private final long patienceNanos;
    private long idleSince = System.nanoTime();
    private @Nullable Future<?> timer;

    IdleConnections(Http2Connection connection, Duration patience) {
        this.connection = connection;
        this.patienceNanos = patience.toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connection.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                idleSince = System.nanoTime();
            }
        });
        look(context, patienceNanos);
    }

    /** One timer for all streams of a connection; a request costs none. */
    private void look(ChannelHandlerContext context, long nanos) {
        timer = context.executor().schedule(() -> {
            long left = connection.numActiveStreams() > 0
                    ? patienceNanos
                    : patienceNanos - (System.nanoTime() - idleSince);
            if (left > 0) {
                look(context, left);
            } else {
                ChannelFuture _ = context.close();
            }
        }, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
