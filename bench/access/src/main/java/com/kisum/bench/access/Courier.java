package com.kisum.bench.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * When was a change announced, and to whom? Auth announces to one address; here it is taken to whichever replica is next, and
 * noted when it left.
 */
final class Courier implements AutoCloseable {
    private static final Duration ANSWERING = Duration.ofSeconds(5);

    private final HttpClient client;
    private final HttpServer server;
    private final BlockingQueue<Long> sent = new LinkedBlockingQueue<>();
    private volatile Replica next;

    Courier(int port, HttpClient client, Replica first) throws IOException {
        this.client = client;
        this.next = first;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/internal/access/changes", this::carry);
        server.start();
    }

    void to(Replica replica) {
        next = replica;
        sent.clear();
    }

    /** When the announcement left, once it was accepted. */
    long accepted() throws InterruptedException {
        Long at = sent.poll(ANSWERING.toMillis(), TimeUnit.MILLISECONDS);
        if (at == null) {
            throw new IllegalStateException("nothing was announced, or it was not accepted");
        }
        return at;
    }

    private void carry(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] change = exchange.getRequestBody().readAllBytes();
            HttpRequest request = HttpRequest.newBuilder(next.changes()).timeout(ANSWERING)
                    .header("authorization", exchange.getRequestHeaders().getFirst("authorization"))
                    .header("content-type", "application/json").POST(BodyPublishers.ofByteArray(change)).build();
            long left = System.nanoTime();
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            if (status == 204) {
                sent.add(left);
            }
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
