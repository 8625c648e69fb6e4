package com.kisum.gateway.fact;

import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * What can happen to a question between a replica and somebody far away? It is executed there; later, the answer arrives. Either may
 * take any time, and either may fail.
 */
final class Call<R> {
    private final ModelWorld world;
    private final String name;
    private final Supplier<R> execution;
    private final Supplier<Boolean> reachable;
    private final R failure;
    private final MonoSink<R> asking;
    private boolean executed;
    private boolean abandoned;
    private R answer;

    private Call(ModelWorld world, String name, Supplier<R> execution, Supplier<Boolean> reachable, R failure,
            MonoSink<R> asking) {
        this.world = world;
        this.name = name;
        this.execution = execution;
        this.reachable = reachable;
        this.failure = failure;
        this.asking = asking;
        this.answer = failure;
        asking.onCancel(() -> abandoned = true);
    }

    static <R> Mono<R> asMono(ModelWorld world, String name, Supplier<R> execution, Supplier<Boolean> reachable,
            R failure) {
        return Mono
                .create(asking -> world
                        .send(new Call<>(world, world.numbered(name), execution, reachable, failure, asking)));
    }

    String name() {
        return name;
    }

    boolean isExecuted() {
        return executed;
    }

    /** Nobody waits for the answer, and it has been executed: nothing can come of it any more. */
    boolean isOver() {
        return abandoned && executed;
    }

    String execute() {
        executed = true;
        if (reachable.get()) {
            answer = execution.get();
        }
        return "-> " + answer;
    }

    String arrive() {
        R arriving = reachable.get() ? answer : failure;
        if (!abandoned) {
            world.answering(arriving, () -> asking.success(arriving));
        }
        return "<- " + arriving;
    }
}
