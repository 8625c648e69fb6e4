package com.kisum.gateway.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A wire between one replica and Redis. It can be cut, so that whoever calls is hung up on; it can fall silent, for all, or for
 * the connections alone on which Redis tells of changes.
 */
public final class RedisRelay implements AutoCloseable {
    private static final int BUFFER = 8192;

    private final ServerSocket listener;
    private final int target;
    private final Set<Wire> open = ConcurrentHashMap.newKeySet();
    private volatile Trouble trouble = Trouble.NONE;

    private enum Trouble {
        NONE, DOWN, SILENT, TELLS_NOTHING
    }

    /** One connection, from both ends. */
    private static final class Wire {
        private final Socket client;
        private final Socket server;
        private volatile boolean tells;

        Wire(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void hangUp() {
            RedisRelay.hangUp(client);
            RedisRelay.hangUp(server);
        }
    }

    public RedisRelay(int target) {
        this.target = target;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public String uri() {
        return "redis://127.0.0.1:" + listener.getLocalPort();
    }

    /** Those that are open; others may come. */
    public void cut() {
        open.forEach(Wire::hangUp);
    }

    public void goesDown() {
        trouble = Trouble.DOWN;
        cut();
    }

    /** As a host that vanished: nothing breaks, nothing arrives. */
    public void fallsSilent() {
        trouble = Trouble.SILENT;
    }

    public void tellsNothing() {
        trouble = Trouble.TELLS_NOTHING;
    }

    /** What was swallowed meanwhile stays swallowed, so no conversation goes on where it was. */
    public void isWell() {
        boolean swallowed = trouble != Trouble.NONE;
        trouble = Trouble.NONE;
        if (swallowed) {
            cut();
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
        cut();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (trouble == Trouble.DOWN) {
                    hangUp(client);
                } else {
                    Thread.ofVirtual().start(() -> connect(client));
                }
            } catch (IOException closed) {
                // The listener was closed, and the loop ends.
            }
        }
    }

    private void connect(Socket client) {
        try {
            Wire wire = new Wire(client, new Socket(InetAddress.getLoopbackAddress(), target));
            wire.client.setTcpNoDelay(true);
            wire.server.setTcpNoDelay(true);
            open.add(wire);
            Thread.ofVirtual().start(() -> pump(wire, wire.client, wire.server));
            pump(wire, wire.server, wire.client);
        } catch (IOException nobodyThere) {
            hangUp(client);
        }
    }

    private void pump(Wire wire, Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try (from; to) {
            for (int n = from.getInputStream().read(buffer); n >= 0; n = from.getInputStream().read(buffer)) {
                if (!wire.tells && new String(buffer, 0, n, StandardCharsets.ISO_8859_1).contains("TRACKING")) {
                    wire.tells = true;
                }
                if (isHeard(wire)) {
                    to.getOutputStream().write(buffer, 0, n);
                }
            }
        } catch (IOException gone) {
            // One side hung up; closing both tells the other.
        } finally {
            open.remove(wire);
        }
    }

    private boolean isHeard(Wire wire) {
        return switch (trouble) {
            case NONE -> true;
            case TELLS_NOTHING -> !wire.tells;
            case DOWN, SILENT -> false;
        };
    }

    private static void hangUp(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
    }
}
