package com.kisum.sandbox.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * How does a port refuse connections and stay ours? Bound without listening: whoever connects is refused, and the system
 * gives the port to nobody else until we listen again.
 */
public final class HeldPort implements AutoCloseable {
    private final Socket holder;

    private HeldPort(Socket holder) {
        this.holder = holder;
    }

    public static HeldPort hold(int port) {
        Socket holder = new Socket();
        try {
            holder.setReuseAddress(true);
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + port + " could not be held", e);
        }
        return new HeldPort(holder);
    }

    @Override
    public void close() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException("A held port could not be let go", e);
        }
    }
}
