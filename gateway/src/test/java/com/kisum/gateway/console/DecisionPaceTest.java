package com.kisum.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.record.DecisionFeed;
import com.kisum.gateway.record.DecisionFilter;
import com.kisum.gateway.record.DecisionListener;
import com.kisum.gateway.record.DecisionLog;
import com.kisum.gateway.record.Recorder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Does what nobody takes wait in one bounded place, and nowhere behind it? */
final class DecisionPaceTest {
    private static final int MANY = 1_000;

    @Test
    void nothingIsWrittenToAConnectionThatTakesNothing() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        DecisionFeed feed = new DecisionFeed();
        AtomicBoolean takes = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        List<JsonNode> said = new CopyOnWriteArrayList<>();
        try (DecisionLog log = new DecisionLog(meters, feed)) {
            Disposable watching = new DecisionStream(feed).open(DecisionFilter.ALL, () -> {
                asked.incrementAndGet();
                return takes.get();
            }).subscribe(event -> said.add(JsonMapper.shared().readTree(Objects.requireNonNull(event.data()))));
            Recorder recorder = new Recorder(log, meters);
            for (int i = 0; i < MANY; i++) {
                recorder.record(ToldEvents.passed("u", "a"));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> asked.get() > 5);
            assertThat(said).isEmpty();
            takes.set(true);
            await().until(() -> said.stream().mapToLong(batch -> batch.path("seen").asLong(0)).sum() == MANY);
            assertThat(said.getFirst().path("decisions").size()).isEqualTo(DecisionListener.ROOM);
            assertThat(said.getFirst().path("dropped").asInt(0)).isGreaterThanOrEqualTo(MANY / 2);
            watching.dispose();
            assertThat(feed.listening()).isZero();
        }
    }
}
