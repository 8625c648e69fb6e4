package com.kisum.gateway.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where do decision events go? To a logger of their own, through a bounded buffer: no request waits for whoever reads the log, and
 * what does not fit is counted.
 */
public final class DecisionLog implements AutoCloseable {
    public static final String LOGGER = "kisum.decisions";
    private static final int MOST_WAITING = 16_384;

    private final Logger log = LoggerFactory.getLogger(LOGGER);
    private final BlockingQueue<DecisionEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final DecisionLine line = new DecisionLine();
    private final Counter dropped;
    private final Thread writer;
    private volatile boolean closing;

    public DecisionLog(MeterRegistry meters) {
        this.dropped = Counter.builder("gateway.decision.events.dropped")
                .description("Decision events that found the buffer full").register(meters);
        this.writer = Thread.ofPlatform().name("decision-log").daemon(true).start(this::write);
    }

    void add(DecisionEvent event) {
        if (!waiting.offer(event)) {
            dropped.increment();
        }
    }

    private void write() {
        try {
            while (!closing) {
                log.info(line.of(waiting.take()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing: the rest is written below
        }
    }

    /** Writes what still waits. */
    @Override
    public void close() {
        closing = true;
        writer.interrupt();
        DecisionEvent event = waiting.poll();
        while (event != null) {
            log.info(line.of(event));
            event = waiting.poll();
        }
    }
}
