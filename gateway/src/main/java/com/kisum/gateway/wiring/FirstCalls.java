package com.kisum.gateway.wiring;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Who pays for what is done for the first time? Not the first client: a cold process may take longer to load a driver than a call
 * may take, and would answer 503 for an outage that is none. So each neighbour is asked once before readiness accepts. One that
 * does not answer keeps nobody waiting for longer than the patience; readiness is ours, not theirs.
 */
final class FirstCalls implements ApplicationRunner, ApplicationListener<ContextClosedEvent> {
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private final List<Function<Duration, Mono<Void>>> calls;
    private final Duration patience;

    FirstCalls(List<Function<Duration, Mono<Void>>> calls, Duration patience) {
        this.calls = calls;
        this.patience = patience;
    }

    /** On the thread that starts the application, which turns readiness to accepting once this is over. */
    @Override
    public void run(ApplicationArguments arguments) {
        Mono.whenDelayError(calls.stream().map(call -> call.apply(patience)).toList()).timeout(patience)
                .onErrorComplete().takeUntilOther(closed.asMono()).block();
    }

    /** Who is told to stop while it starts does not wait for them, and ends them while there is someone to do so. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        Sinks.EmitResult _ = closed.tryEmitEmpty(); // twice is once
    }
}
