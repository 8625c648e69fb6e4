package com.kisum.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What if nobody reads the log of decisions? */
final class DecisionLogTest {
    private static final int ROOM = 8;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Logger logger = (Logger) LoggerFactory.getLogger(DecisionLog.LOGGER);
    private final Reader reader = new Reader();

    /** Reads a line whenever it is let. */
    private static final class Reader extends AppenderBase<ILoggingEvent> {
        private final Semaphore mayRead = new Semaphore(0);
        private final Semaphore offered = new Semaphore(0);
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public synchronized void doAppend(ILoggingEvent event) {
            offered.release();
            mayRead.acquireUninterruptibly();
            if (event.getFormattedMessage().contains("unreadable")) {
                throw new IllegalStateException("for the test");
            }
            lines.add(event.getFormattedMessage());
        }

        @Override
        protected void append(ILoggingEvent event) {
            throw new UnsupportedOperationException("doAppend does it");
        }
    }

    @BeforeEach
    void read() {
        reader.start();
        logger.setAdditive(false);
        logger.addAppender(reader);
    }

    @AfterEach
    void stopReading() {
        reader.mayRead.release(1_000_000);
        logger.detachAppender(reader);
        logger.setAdditive(true);
    }

    private DecisionLog log(Duration patience) {
        return new DecisionLog(meters, ROOM, patience, (_, _) -> {});
    }

    private static DecisionEvent event(String id) {
        return new DecisionEvent(Instant.EPOCH, id, "trace", null, null, null, "none", "none", "GET",
                DecisionEvent.Result.DENY, null, 404, null, null, null, "0", "enforce", 1);
    }

    private double dropped() {
        return meters.counter("gateway.decision.events.dropped").count();
    }

    private List<String> ids() {
        return reader.lines.stream().map(line -> line.replaceAll(".*\"requestId\":\"([^\"]*)\".*", "$1")).toList();
    }

    private void awaitOffered() throws InterruptedException {
        assertThat(reader.offered.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    private static List<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    @Test
    void aReaderThatBlocksKeepsNobodyWaitingAndWhatDoesNotFitIsCounted() throws InterruptedException {
        try (DecisionLog log = log(Duration.ofSeconds(10))) {
            log.add(event("0"));
            awaitOffered(); // the reader holds the first; the buffer is empty again
            names(1, 1 + ROOM + 5).forEach(id -> log.add(event(id)));
            assertThat(dropped()).isEqualTo(5);
            assertThat(reader.lines).isEmpty();
            reader.mayRead.release(100);
        }
        assertThat(ids()).isEqualTo(names(0, 1 + ROOM));
        assertThat(dropped()).isEqualTo(5);
    }

    @Test
    void closingWritesWhatWaitsInItsOrder() throws InterruptedException {
        DecisionLog log = log(Duration.ofSeconds(10));
        log.add(event("0"));
        awaitOffered();
        names(1, ROOM).forEach(id -> log.add(event(id)));
        Thread closing = Thread.ofVirtual().start(log::close);
        reader.mayRead.release(100);
        assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
        assertThat(ids()).isEqualTo(names(0, ROOM));
        log.add(event("late"));
        assertThat(dropped()).as("nobody is there to write it").isEqualTo(1);
    }

    @Test
    void closingDoesNotWaitForeverForAReaderThatDoesNot() throws InterruptedException {
        DecisionLog log = log(Duration.ofMillis(50));
        log.add(event("0"));
        awaitOffered();
        names(1, 4).forEach(id -> log.add(event(id)));
        log.close();
        assertThat(reader.lines).isEmpty();
        assertThat(dropped()).isEqualTo(3);
        reader.mayRead.release(100);
        assertThat(reader.offered.tryAcquire(3, 10, TimeUnit.SECONDS)).as("nothing is left for the next test").isTrue();
    }

    @Test
    void anEventThatCannotBeWrittenIsCountedAndTheNextOneIs() {
        reader.mayRead.release(100);
        try (DecisionLog log = log(Duration.ofSeconds(10))) {
            log.add(event("unreadable"));
            log.add(event("1"));
        }
        assertThat(ids()).containsExactly("1");
        assertThat(dropped()).isEqualTo(1);
    }

    @Test
    void nothingIsLostOrWrittenTwiceHoweverOftenItCloses() {
        reader.mayRead.release(1_000_000);
        for (int round = 0; round < 300; round++) {
            reader.lines.clear();
            try (DecisionLog log = log(Duration.ofSeconds(10))) {
                names(0, ROOM).forEach(id -> log.add(event(id)));
            }
            assertThat(ids()).isEqualTo(names(0, ROOM));
        }
    }
}
