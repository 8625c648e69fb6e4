package com.kisum.gateway.console;

import com.kisum.gateway.record.DecisionFeed;
import com.kisum.gateway.record.DecisionFilter;
import com.kisum.gateway.record.DecisionListener;
import com.kisum.gateway.record.DecisionListener.Batch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;

/**
 * How do decisions reach someone who watches? A few times a second, all at once, and only while their connection takes more: what it does
 * not take is dropped where it waits, and counted. Once a second something is said in any case, so that both sides notice when the
 * other has gone.
 */
final class DecisionStream {
    static final Duration PACE = Duration.ofMillis(200);
    private static final int PULSE = 5;

    private final DecisionFeed feed;

    DecisionStream(DecisionFeed feed) {
        this.feed = feed;
    }

    /**
     * @param takes whether what is written now would go out, and not wait in memory
     */
    Flux<ServerSentEvent<String>> open(DecisionFilter filter, BooleanSupplier takes) {
        return Flux.defer(() -> {
            Optional<DecisionListener> listener = feed.listen(filter);
            return listener.map(one -> told(one, takes)).orElseGet(() -> Flux.just(event("full", "{}")));
        });
    }

    private static Flux<ServerSentEvent<String>> told(DecisionListener listener, BooleanSupplier takes) {
        return Flux.interval(Duration.ZERO, PACE).onBackpressureDrop().filter(_ -> takes.getAsBoolean())
                .concatMapIterable(tick -> due(listener, tick), 1).takeUntilOther(listener.ended())
                .doFinally(_ -> listener.close());
    }

    private static Iterable<ServerSentEvent<String>> due(DecisionListener listener, long tick) {
        return tick % PULSE == 0 || listener.waits() ? List.of(event("decisions", json(listener.take()))) : List.of();
    }

    /** Each line is an object of its own already. */
    private static String json(Batch batch) {
        return "{\"seen\":" + batch.seen() + ",\"dropped\":" + batch.dropped() + ",\"decisions\":["
                + String.join(",", batch.lines()) + "]}";
    }

    private static ServerSentEvent<String> event(String name, String data) {
        return ServerSentEvent.builder(data).event(name).build();
    }
}
