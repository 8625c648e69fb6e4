package com.kisum.sandbox.announce;

import com.kisum.sandbox.run.Part;
import com.kisum.sandbox.web.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How does the gateway hear of a change? By a call off the request path, tried again for about half a minute, because the
 * gateway may be starting, or its Redis away. Beyond that the gateway's own bounds have to do. The order of announcements does
 * not matter: versions only move forward.
 */
public final class Announcements implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
    private static final Duration CONNECTING = Duration.ofSeconds(1);
    private static final Duration ANSWERING = Duration.ofSeconds(3);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int MOST_ATTEMPTS = 9;
    private static final int MOST_WAITING = 10_000;

    private final URI gateway;
    private final String secret;
    private final HttpClient client = HttpClient.newBuilder()
            // Its default offers an upgrade to HTTP/2, which nobody here wants.
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTING)
            .build();
    private final ScheduledThreadPoolExecutor pauses = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("announcements").factory());
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final AtomicBoolean deafness = new AtomicBoolean();

    /**
     * @param gateway where the gateway listens to changes
     */
    public Announcements(URI gateway, String secret) {
        this.gateway = gateway;
        this.secret = secret;
        pauses.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Returns at once. */
    public void announce(Change change) {
        if (waiting.tryAcquire()) {
            attempt(change, 1);
        } else {
            LOG.warn("Not announced, too many are waiting: {}", change);
        }
    }

    @Override
    public void close() {
        pauses.shutdownNow();
        client.shutdownNow();
    }

    private void attempt(Change change, int attempt) {
        HttpRequest request = HttpRequest.newBuilder(gateway)
                .timeout(ANSWERING)
                .header("authorization", "Bearer " + secret)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(change)))
                .build();
        CompletableFuture<Void> _ = client.sendAsync(request, BodyHandlers.discarding())
                .handle((answer, failure) -> {
                    after(change, attempt, answer);
                    return null;
                });
    }

    /**
     * @param answer nothing, if nobody answered
     */
    private void after(Change change, int attempt, @Nullable HttpResponse<Void> answer) {
        int status = answer == null ? 0 : answer.statusCode();
        if (status >= 200 && status < 300) {
            waiting.release();
        } else if (status == 404) {
            waiting.release();
            if (deafness.compareAndSet(false, true)) {
                LOG.info(
                        "This gateway is older than announcements (404): it sees a change when it asks the next time.");
            }
        } else if (attempt < MOST_ATTEMPTS && !pauses.isShutdown()) {
            long pause = FIRST_PAUSE.toMillis() << (attempt - 1);
            ScheduledFuture<?> _ = pauses.schedule(() -> attempt(change, attempt + 1), pause,
                    TimeUnit.MILLISECONDS);
        } else {
            waiting.release();
            LOG.warn("The gateway could not be told of a change ({}), so it finds out by itself: {}",
                    status == 0 ? "nobody answered" : "it answered " + status, change);
        }
    }
}
