package com.kisum.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** How is a WebSocket told that it ends (RFC 6455 5.5.1)? By us, who are the server to one side and the client to the other. */
final class CloseFrame {
    private static final int FINAL_CLOSE = 0x88;
    private static final int MASKED = 0x80;

    private CloseFrame() {}

    static ByteBuf toClient(Farewell why) {
        byte[] reason = why.reason().getBytes(StandardCharsets.UTF_8);
        return Unpooled.buffer(4 + reason.length).writeByte(FINAL_CLOSE).writeByte(Short.BYTES + reason.length)
                .writeShort(why.code()).writeBytes(reason);
    }

    /** Why it ends is between us and the client: to the backend, the client has gone. */
    static ByteBuf toBackend() {
        int mask = ThreadLocalRandom.current().nextInt(); // it protects proxies that mistake frames for requests
        return Unpooled.buffer(8).writeByte(FINAL_CLOSE).writeByte(MASKED | Short.BYTES).writeInt(mask)
                .writeShort(Farewell.GOING_AWAY ^ (mask >>> Short.SIZE));
    }
}
