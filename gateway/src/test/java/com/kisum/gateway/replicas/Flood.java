package com.kisum.gateway.replicas;

import com.kisum.gateway.replicas.Truth.Person;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** What is one login told that names company after company, over connections that are kept, as fast as it is answered? */
final class Flood {
    private static final int CONNECTIONS = 64;
    private static final int PATIENCE_MILLIS = 20_000;

    private final int port;
    private final Person login;
    private final int companies;
    private final AtomicInteger tried = new AtomicInteger();

    private Flood(int port, Person login, int companies) {
        this.port = port;
        this.login = login;
        this.companies = companies;
    }

    /**
     * @param meanwhile again and again, until all has been answered
     * @return how often each status came
     */
    static Map<Integer, Integer> of(Replica replica, Person login, int companies, Runnable meanwhile) throws Exception {
        Flood flood = new Flood(replica.port(), login, companies);
        List<Future<Map<Integer, Integer>>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Map<Integer, Integer>> asking = flood::ask;
            for (int i = 0; i < CONNECTIONS; i++) {
                answers.add(threads.submit(asking));
            }
            while (!answers.stream().allMatch(Future::isDone)) {
                meanwhile.run();
            }
        }
        Map<Integer, Integer> all = new TreeMap<>();
        for (Future<Map<Integer, Integer>> some : answers) {
            some.get().forEach((status, times) -> all.merge(status, times, Integer::sum));
        }
        return all;
    }

    private Map<Integer, Integer> ask() throws IOException {
        Map<Integer, Integer> answers = new TreeMap<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = tried.getAndIncrement(); i < companies; i = tried.getAndIncrement()) {
                socket.getOutputStream().write(("GET /events/1 HTTP/1.1\r\nHost: g\r\nAuthorization: Bearer "
                        + login.token() + "\r\nx-org: guess-" + i + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
                answers.merge(status(in), 1, Integer::sum);
            }
        }
        return answers;
    }

    private static int status(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).substring(9, 12));
        int length = -1;
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            if (field.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(field.substring(15).strip());
            }
        }
        if (length < 0) {
            throw new IOException("an answer without a length");
        }
        in.skipNBytes(length);
        return status;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("closed in the middle of an answer");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
