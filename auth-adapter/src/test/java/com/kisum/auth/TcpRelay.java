package com.kisum.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A wire to a server that can fall silent: what is sent then is taken and goes nowhere, as with a host that vanished. Silence
 * begins for connections that are open, too, and swallows what they hold for good.
 */
final class TcpRelay implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;

    TcpRelay(int target) {
        this.target = target;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    int openConnections() {
        return open.size();
    }

    TcpRelay silent(boolean on) {
        silent = on;
        return this;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                if (silent) {
                    Thread.ofVirtual().start(() -> drain(client));
                } else {
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                    open.add(server);
                    Thread.ofVirtual().start(() -> pump(client, server, () -> hangUp(server)));
                    Thread.ofVirtual().start(() -> pump(server, client, () -> sayNoMore(client)));
                }
            } catch (IOException closed) {
                // The listener was closed, and the loop ends; or the server was not there, and the client waits.
            }
        }
    }

    private void drain(Socket from) {
        try {
            from.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // Which is what we wait for here.
        } finally {
            hangUp(from);
        }
    }

    private void pump(Socket from, Socket to, Runnable atTheEnd) {
        byte[] buffer = new byte[8192];
        try {
            for (int n = from.getInputStream().read(buffer); n >= 0; n = from.getInputStream().read(buffer)) {
                if (silent) {
                    drain(from);
                    return;
                }
                to.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException gone) {
            // One side hung up; the other is told below.
        } finally {
            hangUp(from);
            if (!silent) {
                atTheEnd.run();
            }
        }
    }

    /** The client's socket counts as open until the client has heard of it and closed its own end. */
    private void sayNoMore(Socket client) {
        try {
            client.shutdownOutput();
        } catch (IOException alreadyGone) {
            hangUp(client);
        }
    }

    private void hangUp(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
    }

    /** A port on which nobody listens: it was free a moment ago. */
    static int closedPort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
        open.forEach(this::hangUp);
    }
}
