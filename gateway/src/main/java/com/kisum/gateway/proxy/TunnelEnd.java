package com.kisum.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of what is read at one end of a tunnel? It is written at the other, and nothing more is read before that has been sent:
 * so no more is held than one read of a socket, and whoever is slow slows down the one who talks to them.
 *
 * <p>Stands at the end of a pipeline in which nothing of HTTP is left. All it knows changes on its own channel's event loop.
 */
final class TunnelEnd extends ChannelInboundHandlerAdapter {
    static final String NAME = "tunnel-end";

    /** How long the rest of a frame is waited for, before the tunnel ends within it. */
    private static final long PATIENCE_MILLIS = 1_000;

    private final Tunnel tunnel;
    private final Channel own;
    private final Channel other;
    private final Frames frames = new Frames();
    private @Nullable ByteBuf last;
    private @Nullable Runnable whenSaid;
    private boolean deaf;
    private boolean mayStillSpeak;

    TunnelEnd(Tunnel tunnel, Channel own, Channel other) {
        this.tunnel = tunnel;
        this.own = own;
        this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf read)) {
            ReferenceCountUtil.release(message);
            return;
        }
        tunnel.heard();
        int passing = frames.see(read, last != null);
        if (deaf) {
            read.release();
            if (frames.hasClosed()) {
                ChannelFuture _ = own.close(); // both have said that it is over
            }
            context.read();
        } else if (last != null && frames.isBetween()) {
            ChannelFuture _ = other.write(read.readRetainedSlice(passing));
            frames.see(read, false); // what comes behind it is not passed
            read.release();
            sayLast(last);
            context.read();
        } else {
            ChannelFuture _ = other.writeAndFlush(read).addListener(sent -> {
                if (sent.isSuccess()) {
                    context.read();
                } else {
                    ChannelFuture _ = own.close();
                }
            });
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ChannelFuture _ = own.close(); // someone has hung up; the other end is told when this one is closed
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (last != null) {
            last.release();
            last = null;
        }
    }

    /** Nothing passes from here any more but this frame, as soon as it may stand there. */
    void conclude(ByteBuf frame, Runnable then) {
        if (deaf || !own.isActive()) {
            frame.release();
            then.run();
        } else if (frames.isBetween()) {
            whenSaid = then;
            sayLast(frame);
        } else {
            whenSaid = then;
            last = frame;
            var _ = own.eventLoop().schedule(this::giveUp, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Nothing passes from here any more. */
    void stop() {
        mayStillSpeak = !deaf && frames.isBetween() && !frames.hasClosed();
        deaf = true;
    }

    /** Behind what has passed before it was stopped, if a frame may stand there. */
    void sayBehind(ByteBuf frame) {
        if (mayStillSpeak) {
            ChannelFuture _ = other.writeAndFlush(frame);
        } else {
            frame.release();
        }
    }

    private void giveUp() {
        if (!deaf && last != null) {
            last.release();
            last = null;
            said();
        }
    }

    private void sayLast(ByteBuf frame) {
        last = null;
        if (frames.hasClosed()) {
            frame.release(); // they have said their own
            other.flush();
        } else {
            ChannelFuture _ = other.writeAndFlush(frame);
        }
        said();
    }

    private void said() {
        deaf = true;
        Runnable then = whenSaid;
        whenSaid = null;
        if (then != null) {
            then.run();
        }
    }
}
