package com.kisum.gateway.client;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Which address is this, whoever wrote it and however? An IPv4 address that is written as an IPv6 one ({@code ::ffff:192.0.2.1}) is the
 * IPv4 address, or one client would have two.
 *
 * @param high the first half of an IPv6 address
 * @param low its second half, or the whole of an IPv4 one
 */
public record IpAddress(boolean isV4, long high, long low) {
    /** Who connects from nowhere that is known: the connection has ended meanwhile. */
    static final IpAddress UNSPECIFIED = new IpAddress(true, 0, 0);

    static final int V4_BITS = 32;
    static final int V6_BITS = 128;
    /** What one customer of an IPv6 network has at least: who counts single addresses of it counts nothing. */
    private static final int V6_SITE_BITS = 64;

    private static final int MOST_CHARACTERS = 45;
    private static final long MAPPED = 0x0000_FFFFL;

    static IpAddress of(InetAddress address) {
        return of(address.getAddress());
    }

    /** Null for what is no address, or not one address to every parser. */
    static @Nullable IpAddress parse(String text) {
        if (text.length() > MOST_CHARACTERS || text.indexOf('%') >= 0 || text.indexOf('[') >= 0
                || hasLeadingZero(text)) {
            return null;
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        return bytes == null ? null : of(bytes);
    }

    /** Some read {@code 010.0.0.1} as octal. */
    private static boolean hasLeadingZero(String text) {
        if (text.indexOf('.') < 0) {
            return false;
        }
        int from = text.lastIndexOf(':') + 1;
        for (String part : text.substring(from).split("\\.", -1)) {
            if (part.length() > 1 && part.charAt(0) == '0') {
                return true;
            }
        }
        return false;
    }

    private static IpAddress of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length == Integer.BYTES) {
            return new IpAddress(true, 0, Integer.toUnsignedLong(buffer.getInt()));
        }
        long high = buffer.getLong();
        long low = buffer.getLong();
        boolean mapped = high == 0 && low >>> V4_BITS == MAPPED;
        return mapped ? new IpAddress(true, 0, low & 0xFFFF_FFFFL) : new IpAddress(false, high, low);
    }

    /** Its first bits, the others being none. */
    IpAddress first(int bits) {
        if (isV4) {
            return new IpAddress(true, 0, bits == 0 ? 0 : low & (0xFFFF_FFFFL << (V4_BITS - bits)));
        }
        return new IpAddress(false, mask(high, bits), mask(low, bits - Long.SIZE));
    }

    private static long mask(long half, int bits) {
        return bits <= 0 ? 0 : bits >= Long.SIZE ? half : half & (-1L << (Long.SIZE - bits));
    }

    /** Whose it is, in the grain in which addresses are given out: the address itself, or the /64 of an IPv6 one. */
    public String site() {
        return isV4 ? toString() : first(V6_SITE_BITS).toString();
    }

    @Override
    public String toString() {
        return NetUtil.bytesToIpAddress(isV4
                ? ByteBuffer.allocate(Integer.BYTES).putInt((int) low).array()
                : ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array());
    }
}
