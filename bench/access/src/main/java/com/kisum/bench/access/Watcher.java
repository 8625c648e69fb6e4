package com.kisum.bench.access;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * From when on does one replica decide the new way? Asks again and again, one request after the other. What counts is when a request
 * <em>began</em>: the first of those that no request decided the old way has followed.
 */
final class Watcher {
    private static final Duration BETWEEN = Duration.ofMillis(1);
    /** So long after the first new decision it is still looked whether an old one follows. */
    private static final Duration LOOKING_ON = Duration.ofMillis(25);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client;
    private final HttpRequest request;
    private final int newStatus;
    private final LongAdder unanswered;

    /**
     * @param unanswered counts what was decided neither way
     */
    Watcher(HttpClient client, HttpRequest request, int newStatus, LongAdder unanswered) {
        this.unanswered = unanswered;
        this.client = client;
        this.request = request;
        this.newStatus = newStatus;
    }

    /** When the first request of the unbroken row of new decisions began. */
    long enforcedAt() throws IOException, InterruptedException {
        long started = System.nanoTime();
        long first = 0;
        boolean isNew = false;
        while (!isNew || System.nanoTime() - first < LOOKING_ON.toNanos()) {
            long begun = System.nanoTime();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            int status = answer.statusCode();
            if (status == 503) {
                unanswered.increment();
            } else if (status != 200 && status != 403) {
                throw new IllegalStateException(request.uri() + " answered " + status + " " + answer.body());
            } else {
                first = status == newStatus && !isNew ? begun : first;
                isNew = status == newStatus;
            }
            if (!isNew && begun - started > PATIENCE.toNanos()) {
                throw new IllegalStateException("the change is not enforced by " + request.uri());
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
        return first;
    }
}
