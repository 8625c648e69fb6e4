package com.kisum.gateway.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How does one send what a well-behaved client would not? Byte for byte, on a socket of its own. */
final class Wire {
    private static final int PATIENCE_MILLIS = 20_000;

    private final int port;

    /** What came back. Names of headers are compared as HTTP does: whatever their case. */
    record Response(int status, Map<String, String> headers, String body) {}

    Wire(int port) {
        this.port = port;
    }

    Response send(String line, List<String> headers, String body) throws IOException {
        List<String> lines = new ArrayList<>(List.of(line + " HTTP/1.1", "Host: gateway.test", "Connection: close"));
        lines.addAll(headers);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write((String.join("\r\n", lines) + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return read(socket.getInputStream());
        }
    }

    private static Response read(InputStream in) throws IOException {
        String head = head(in);
        List<String> lines = head.strip().lines().toList();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            String before = headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
            if (before != null) {
                throw new IOException("a header that came twice: " + line);
            }
        }
        int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
        return new Response(Integer.parseInt(lines.getFirst().split(" ", -1)[1]), headers,
                new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended within the head: " + head);
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }
}
