package com.kisum.gateway.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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
    private final BlockingQueue<Optional<DecisionEvent>> waiting;
    private final DecisionLine line = new DecisionLine();
    private final Counter dropped;
    private final Duration patience;
    private final Thread writer;
    private volatile boolean closing;

    public DecisionLog(MeterRegistry meters) {
        this(meters, MOST_WAITING, PATIENCE);
    }

    /**
     * @param mostWaiting how many events wait while the log's reader is busy
     * @param patience how long closing waits for a reader that does not read
     */
    DecisionLog(MeterRegistry meters, int mostWaiting, Duration patience) {
        this.waiting = new ArrayBlockingQueue<>(mostWaiting);
        this.patience = patience;
        this.dropped = Counter.builder("gateway.decision.events.dropped")
                .description("Decision events that nobody will read").register(meters);
        this.writer = Thread.ofPlatform().name("decision-log").daemon(true).start(this::write);
    }

    void add(DecisionEvent event) {
        if (closing || !waiting.offer(Optional.of(event))) {
            dropped.increment();
        }
    }

    private void write() {
        try {
            while (!closing || !waiting.isEmpty()) {
                waiting.take().ifPresent(this::write);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody here does that; what waits is counted when this closes
        }
    }

    private void write(DecisionEvent event) {
        try {
            log.info(line.of(event));
        } catch (RuntimeException e) {
            dropped.increment(); // the events after it are not to be lost with it
            LOG.error("decision event {} could not be written", event.requestId(), e);
        }
    }

    /** Writes what still waits; what a reader who does not read keeps from being written is counted. */
    @Override
    public void close() {
        closing = true;
        // Where there is no room for it, the writer has something to do, and sees afterwards that this closes.
        boolean woken = waiting.offer(Optional.empty());
        try {
            if (!woken) {
                LOG.debug("closing while the buffer of decision events is full");
            }
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
