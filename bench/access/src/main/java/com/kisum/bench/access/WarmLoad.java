package com.kisum.bench.access;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What everybody else does meanwhile: so many requests in a second, in turns, whatever becomes of those before. */
final class WarmLoad implements AutoCloseable {
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("load").factory());
    private final LongAdder right = new LongAdder();
    private final LongAdder wrong = new LongAdder();
    private final HttpClient client;
    private final List<HttpRequest> requests;
    private volatile long begun = System.nanoTime();
    private int turn;

    /**
     * @param requests each of which is answered with 200
     */
    WarmLoad(HttpClient client, List<HttpRequest> requests, int perSecond) {
        this.client = client;
        this.requests = List.copyOf(requests);
        Future<?> _ = pace.scheduleAtFixedRate(this::one, 0, TimeUnit.SECONDS.toNanos(1) / perSecond,
                TimeUnit.NANOSECONDS);
    }

    private void one() {
        turn = (turn + 1) % requests.size();
        CompletableFuture<Void> _ = client.sendAsync(requests.get(turn), BodyHandlers.discarding())
                .handle((answer, failure) -> {
                    (failure == null && answer.statusCode() == 200 ? right : wrong).increment();
                    return null;
                });
    }

    /** What came so far was for practice. */
    void counts() {
        right.reset();
        wrong.reset();
        begun = System.nanoTime();
    }

    long wrong() {
        return wrong.sum();
    }

    String summary() {
        double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1e3;
        return "%.0f requests per second of warm members besides, %d of %d not answered with 200".formatted(
                right.sum() / seconds, wrong.sum(), right.sum() + wrong.sum());
    }

    @Override
    public void close() {
        pace.shutdownNow();
    }
}
