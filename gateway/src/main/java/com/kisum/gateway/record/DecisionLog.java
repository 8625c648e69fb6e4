package com.kisum.gateway.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where do decision events go? To a logger of their own, through a bounded buffer: no request waits for whoever reads the log, and
 * what does not fit is counted. One thread writes, in the order of arrival, to the end: closing waits for it, and never writes itself.
 */
public final class DecisionLog implements AutoCloseable {
    public static final String LOGGER = "kisum.decisions";
    private static final int MOST_WAITING = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(DecisionLog.class);

    private final Logger log = LoggerFactory.getLogger(LOGGER);
    // An empty one wakes a writer that waits, so that it sees that there is no more to wait for.
    // Without a lock: those who add are event loops, and may not wait for each other.
    private final Queue<Optional<DecisionEvent>> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore places;
    private final Semaphore some = new Semaphore(0);
    private final DecisionLine line = new DecisionLine();
    private final Counter dropped;
    private final Duration patience;
    private final BiConsumer<DecisionEvent, String> audience;
    private final Thread writer;
    private volatile boolean closing;

    public DecisionLog(MeterRegistry meters) {
        this(meters, MOST_WAITING, PATIENCE, (_, _) -> {});
    }

    /**
     * @param feed for those who watch; what they do costs no request anything
     */
    public DecisionLog(MeterRegistry meters, DecisionFeed feed) {
        this(meters, MOST_WAITING, PATIENCE, feed::tell);
    }

    /**
     * @param mostWaiting how many events wait while the log's reader is busy
     * @param patience how long closing waits for a reader that does not read
     * @param audience told of each event, and of its line, after it was written
     */
    DecisionLog(MeterRegistry meters, int mostWaiting, Duration patience,
            BiConsumer<DecisionEvent, String> audience) {
        this.places = new Semaphore(mostWaiting);
        this.patience = patience;
        this.audience = audience;
        this.dropped = Counter.builder("gateway.decision.events.dropped")
                .description("Decision events that nobody will read").register(meters);
        this.writer = Thread.ofPlatform().name("decision-log").daemon(true).start(this::write);
    }

    void add(DecisionEvent event) {
        if (closing || !places.tryAcquire()) {
            dropped.increment();
            return;
        }
        waiting.add(Optional.of(event));
        some.release();
    }

    private void write() {
        try {
            while (!closing || !waiting.isEmpty()) {
                some.acquire();
                Optional<DecisionEvent> next = waiting.remove();
                if (next.isPresent()) {
                    places.release();
                    write(next.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody here does that; what waits is counted when this closes
        }
    }

    private void write(DecisionEvent event) {
        try {
            String text = line.of(event);
            log.info(text);
            show(event, text);
        } catch (RuntimeException e) {
            dropped.increment(); // the events after it are not to be lost with it
            LOG.error("decision event {} could not be written", event.requestId(), e);
        }
    }

    private void show(DecisionEvent event, String text) {
        try {
            audience.accept(event, text);
        } catch (RuntimeException bug) {
            LOG.error("decision event {} could not be shown", event.requestId(), bug); // and is written all the same
        }
    }

    /** Writes what still waits; what a reader who does not read keeps from being written is counted. */
    @Override
    public void close() {
        closing = true;
        waiting.add(Optional.empty()); // the writer may be waiting for something to do
        some.release();
        try {
            if (!writer.join(patience)) {
                long lost = waiting.stream().filter(Optional::isPresent).count();
                LOG.warn("{} decision events are lost: their reader does not read", lost);
                dropped.increment((double) lost);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
