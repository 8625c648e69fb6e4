package com.kisum.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What if a client did exactly this with HTTP/2? Frames as a test says them, and what comes back by stream. */
final class RawStreams implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    private static final int ACK = 1;

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private final Map<Integer, Stream> streams = new HashMap<>();
    private final Map<Integer, Long> settings = new HashMap<>();
    private int windowUpdates;
    private long connectionWindow = 65_535;
    private int pongs;
    private boolean goneAway;

    /** What came on one. */
    static final class Stream {
        final List<Http2Headers> heads = new ArrayList<>();
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean ended;
        long reset = -1;
        int windowUpdates;

        int status() {
            return heads.isEmpty() ? 0 : Integer.parseInt(heads.getLast().status().toString());
        }

        String text() {
            return body.toString(StandardCharsets.UTF_8);
        }
    }

    // Nobody compares frames.
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(int type, int flags, int stream, byte[] payload) {}

    private RawStreams(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** With a window so large that it does not matter. */
    static RawStreams to(int port) throws IOException {
        RawStreams streams = silent(port);
        streams.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        streams.frame(SETTINGS, 0, 0, new byte[]{0, 4, 0x3F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF});
        streams.frame(WINDOW_UPDATE, 0, 0, new byte[]{0x3F, 0, 0, 0});
        return streams;
    }

    static RawStreams silent(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(15_000);
        return new RawStreams(socket);
    }

    RawStreams write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    RawStreams frame(int type, int flags, int stream, byte[] payload) throws IOException {
        return write(bytes(type, flags, stream, payload));
    }

    static byte[] bytes(int type, int flags, int stream, byte[] payload) {
        ByteBuf frame = Unpooled.buffer();
        frame.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream).writeBytes(payload);
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        return bytes;
    }

    /** A request as everyone sends it, with more fields at its end: name and value in turn. */
    RawStreams request(int stream, boolean ended, String method, String path, String... more) throws IOException {
        List<String> fields = new ArrayList<>(List.of(":method", method, ":scheme", "http", ":path", path, ":authority",
                "api.kisum.test"));
        fields.addAll(List.of(more));
        return head(stream, ended, fields.toArray(String[]::new));
    }

    RawStreams head(int stream, boolean ended, String... fields) throws IOException {
        byte[] block = block(fields);
        int most = 16_000;
        for (int at = 0; at == 0 || at < block.length; at += most) {
            int to = Math.min(block.length, at + most);
            frame(at == 0 ? HEADERS : CONTINUATION,
                    (to == block.length ? END_HEADERS : 0) | (at == 0 && ended ? END_STREAM : 0), stream,
                    java.util.Arrays.copyOfRange(block, at, to));
        }
        return this;
    }

    /** Literal, and nobody is to remember it. */
    static byte[] block(String... fields) {
        ByteBuf block = Unpooled.buffer();
        for (int i = 0; i < fields.length; i += 2) {
            block.writeByte(0);
            text(block, fields[i]);
            text(block, fields[i + 1]);
        }
        byte[] bytes = new byte[block.readableBytes()];
        block.readBytes(bytes);
        return bytes;
    }

    private static void text(ByteBuf to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 127) {
            to.writeByte(bytes.length);
        } else {
            to.writeByte(127);
            int rest = bytes.length - 127;
            while (rest >= 128) {
                to.writeByte(rest % 128 + 128);
                rest /= 128;
            }
            to.writeByte(rest);
        }
        to.writeBytes(bytes);
    }

    RawStreams data(int stream, boolean ended, byte[] bytes) throws IOException {
        connectionWindow -= bytes.length;
        return frame(DATA, ended ? END_STREAM : 0, stream, bytes);
    }

    /** Reads until the stream has come to an end of either kind. */
    Stream answer(int stream) throws IOException {
        Stream wanted = stream(stream);
        while (!wanted.ended && wanted.reset < 0) {
            if (!read()) {
                throw new IOException("the connection ended before the answer");
            }
        }
        return wanted;
    }

    Stream head(int stream) throws IOException {
        while (stream(stream).heads.isEmpty()) {
            if (!read()) {
                throw new IOException("the connection ended before the answer");
            }
        }
        return stream(stream);
    }

    Stream stream(int stream) {
        return streams.computeIfAbsent(stream, _ -> new Stream());
    }

    /** Until the other side closes. */
    RawStreams drain() throws IOException {
        try {
            while (read()) {
                // everything is kept by stream
            }
        } catch (java.net.SocketException reset) {
            // closed all the same
        }
        return this;
    }

    boolean isGoneAway() {
        return goneAway;
    }

    long setting(int id) {
        return settings.getOrDefault(id, -1L);
    }

    int windowUpdates() {
        return windowUpdates;
    }

    /** What may be sent of bodies by now, on all streams together. */
    long connectionWindow() {
        return connectionWindow;
    }

    /** Until the other side has read everything that was said, and its own words until then are here. */
    RawStreams settle() throws IOException {
        int before = pongs;
        frame(PING, 0, 0, new byte[8]);
        while (pongs == before) {
            if (!read()) {
                throw new IOException("the connection ended before it answered a ping");
            }
        }
        return this;
    }

    boolean read() throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        int length = first << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & 0x7FFFFFFF;
        byte[] payload = in.readNBytes(length);
        take(new Frame(type, flags, stream, payload));
        return true;
    }

    private void take(Frame frame) throws IOException {
        Stream of = stream(frame.stream);
        switch (frame.type) {
            case DATA -> of.body.write(frame.payload);
            case HEADERS -> of.heads.add(decoded(frame));
            case RESET -> of.reset = Unpooled.wrappedBuffer(frame.payload).readUnsignedInt();
            case GOAWAY -> goneAway = true;
            case PING -> pongs++;
            case WINDOW_UPDATE -> {
                windowUpdates++;
                if (frame.stream == 0) {
                    connectionWindow += Unpooled.wrappedBuffer(frame.payload).readUnsignedInt();
                } else {
                    of.windowUpdates++;
                }
            }
            case SETTINGS -> {
                if ((frame.flags & ACK) == 0) {
                    ByteBuf pairs = Unpooled.wrappedBuffer(frame.payload);
                    while (pairs.isReadable()) {
                        settings.put(pairs.readUnsignedShort(), pairs.readUnsignedInt());
                    }
                    frame(SETTINGS, ACK, 0, new byte[0]);
                }
            }
            default -> {
                // nothing that a test looks at
            }
        }
        if ((frame.type == DATA || frame.type == HEADERS) && (frame.flags & END_STREAM) != 0) {
            of.ended = true;
        }
    }

    private Http2Headers decoded(Frame frame) {
        try {
            return decoder.decodeHeaders(frame.stream, Unpooled.wrappedBuffer(frame.payload));
        } catch (Http2Exception illegible) {
            throw new UncheckedIOException(new IOException(illegible));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
