package com.kisum.gateway.contract;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A backend that says what it was asked, and remembers it. What is asked under {@code /api/slow} waits to be let go. */
final class EchoingBackend implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Semaphore waiting = new Semaphore(0);
    private volatile CountDownLatch gate = new CountDownLatch(1);

    private EchoingBackend(HttpServer server) {
        this.server = server;
    }

    static EchoingBackend start() throws IOException {
        EchoingBackend backend = new EchoingBackend(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        backend.server.setExecutor(backend.threads);
        backend.server.createContext("/", backend::answer);
        backend.server.start();
        return backend;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Request-targets as they came, with their methods. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    void forget() {
        seen.clear();
    }

    void awaitWaiting(int requests) throws InterruptedException {
        if (!waiting.tryAcquire(requests, 10, TimeUnit.SECONDS)) {
            throw new AssertionError("fewer than " + requests + " requests reached the backend");
        }
    }

    /** Those that wait by now; who comes later waits for the next time. */
    void letGo() {
        CountDownLatch held = gate;
        gate = new CountDownLatch(1);
        held.countDown();
        waiting.drainPermits();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            seen.add(target);
            if (exchange.getRequestURI().getPath().startsWith("/api/slow")) {
                CountDownLatch held = gate;
                waiting.release();
                held.await();
            }
            byte[] body = target.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        letGo();
        server.stop(0);
        threads.shutdownNow();
    }
}
