package com.kisum.gateway.replicas;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What is said to one Redis, by anyone? Heard from when it was made. */
final class Commands implements AutoCloseable {
    private final Socket socket;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    Commands(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.UTF_8));
        BufferedReader in = new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String answer = in.readLine();
        if (!"+OK".equals(answer)) {
            socket.close();
            throw new IOException("Redis does not let us listen: " + answer);
        }
        Thread.ofVirtual().start(() -> {
            try {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    lines.add(line);
                }
            } catch (IOException closed) {
                // Nobody listens any more.
            }
        });
    }

    void forget() {
        lines.clear();
    }

    boolean has(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    /** What a gateway does all by itself is a heartbeat, and a look at the server. */
    List<String> aboutFacts() {
        return lines.stream().filter(line -> line.contains("access"))
                .filter(line -> !line.contains("access-version:~") && !line.contains("access-mark:")).toList();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
