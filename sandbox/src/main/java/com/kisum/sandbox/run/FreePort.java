package com.kisum.sandbox.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which port may someone listen on a few seconds from now? Not one that the system gives out: it would give the same number to
 * the next connection that goes out, and whoever was to listen there finds it in use. So it is drawn from below those.
 */
public final class FreePort {
    private static final int LOWEST = 10_000;
    /** Where Linux begins to number connections; others begin higher. */
    private static final int BOUND = 32_768;
    private static final int MOST_TRIES = 1_000;

    private FreePort() {}

    public static int find() throws IOException {
        for (int i = 0; i < MOST_TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BOUND);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("No port from " + LOWEST + " to " + (BOUND - 1) + " is free");
    }

    public static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
