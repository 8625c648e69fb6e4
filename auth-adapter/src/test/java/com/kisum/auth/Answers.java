package com.kisum.auth;

import java.time.Duration;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Waits for an answer as a test may, and fails when none comes. */
final class Answers {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private Answers() {}

    static <A> A to(Mono<A> question) {
        return Objects.requireNonNull(question.block(PATIENCE), "an answer is never empty");
    }
}
