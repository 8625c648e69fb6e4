package com.kisum.gateway.door;

import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollSocketChannelConfig;

/** How much of what was written on a connection has not left yet? By that somebody who reads slowly is told from somebody who does not. */
public final class Unsent {
    private static final long MOST = 128 * 1024;

    private Unsent() {}

    /**
     * For a connection that has just been made. The system would take megabytes of us, and ask for more when a third of them has gone:
     * whether the other side reads would be seen after minutes. Where the system cannot be told, it is seen later.
     */
    public static void bound(Channel connection) {
        if (connection.config() instanceof EpollSocketChannelConfig config) {
            config.setTcpNotSentLowAt(MOST);
        }
    }

    /**
     * In bytes, and by the library's own account, which adds some for each part: what waits on our side of the system. It tells how many
     * more would pass a mark, which is one more than there are up to it.
     */
    public static long by(Channel channel) {
        WriteBufferWaterMark marks = channel.config().getWriteBufferWaterMark();
        return channel.isWritable()
                ? Math.max(0, marks.high() - channel.bytesBeforeUnwritable() + 1)
                : Math.max(0, marks.low() + channel.bytesBeforeWritable() - 1);
    }
}
