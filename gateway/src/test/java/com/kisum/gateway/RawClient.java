package com.kisum.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A client that sends what a test says, byte for byte, and reads what comes back. */
final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static RawClient to(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(15_000);
        return new RawClient(socket);
    }

    RawClient send(String latin) throws IOException {
        return send(latin.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** The head only; the body is still to come. */
    RawMessage head() throws IOException {
        return RawMessage.head(in).orElseThrow(() -> new IOException("closed without an answer"));
    }

    RawMessage answer() throws IOException {
        return head().withBody(in);
    }

    /** Nothing, when the connection broke before there was a head. */
    Optional<RawMessage> answerIfAny() throws IOException {
        try {
            Optional<RawMessage> head = RawMessage.head(in);
            return head.isPresent() ? Optional.of(head.get().withBody(in)) : head;
        } catch (SocketException broken) {
            return Optional.empty();
        }
    }

    /** The next so many bytes, or fewer when the connection ends before. */
    byte[] bytes(int many) throws IOException {
        try {
            return in.readNBytes(many);
        } catch (SocketException broken) {
            return new byte[0];
        }
    }

    /** What comes next in a chunked answer. */
    String chunk() throws IOException {
        int size = Integer.parseInt(RawMessage.line(in), 16);
        String chunk = new String(in.readNBytes(size), StandardCharsets.UTF_8);
        RawMessage.line(in);
        return chunk;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
