package com.kisum.gateway.proxy;

import io.netty.buffer.ByteBuf;

/**
 * Where does one WebSocket frame end and the next begin (RFC 6455 5.2)? That is all that is read of what passes: a frame of ours can
 * stand between two of theirs and nowhere else. What a frame holds, and whether it should, is for the two who talk.
 */
final class Frames {
    private static final int CLOSE = 8;
    private static final int OPCODE = 0x0F;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7F;
    private static final int TWO_BYTES = 126;
    private static final int MASK_BYTES = 4;

    private int header; // bytes of it that were seen
    private int lengthBytes;
    private int more; // bytes of a header that are still to come
    private boolean masked;
    private long payload;
    private boolean closed;

    /** Whether a frame has ended, or none has begun. */
    boolean isBetween() {
        return header == 0 && payload == 0;
    }

    /** Whether someone has said that this was the last: what follows is no frame. */
    boolean hasClosed() {
        return closed;
    }

    /** @return how many of the bytes stand before the first end of a frame; all, if none ends here, or if nobody asked to stop there */
    int see(ByteBuf read, boolean stop) {
        int from = read.readerIndex();
        int end = read.writerIndex();
        int at = from;
        while (at < end) {
            if (stop && at > from && isBetween()) {
                break;
            }
            if (payload > 0 && header == 0) {
                int passed = (int) Math.min(payload, end - at);
                payload -= passed;
                at += passed;
            } else {
                head(read.getByte(at++));
            }
        }
        return at - from;
    }

    private void head(byte octet) {
        switch (header) {
            case 0 -> {
                closed |= (octet & OPCODE) == CLOSE;
                header = 1;
            }
            case 1 -> {
                masked = (octet & MASKED) != 0;
                int length = octet & LENGTH;
                lengthBytes = length < TWO_BYTES ? 0 : length == TWO_BYTES ? Short.BYTES : Long.BYTES;
                payload = lengthBytes == 0 ? length : 0;
                more = lengthBytes + (masked ? MASK_BYTES : 0);
                header = 2;
                endOfHead();
            }
            default -> {
                if (lengthBytes > 0) {
                    payload = (payload << Byte.SIZE) | (octet & 0xFF);
                    lengthBytes--;
                    payload = payload < 0 ? Long.MAX_VALUE : payload; // no frame is that long
                }
                more--;
                endOfHead();
            }
        }
    }

    private void endOfHead() {
        if (more == 0) {
            header = 0;
        }
    }
}
