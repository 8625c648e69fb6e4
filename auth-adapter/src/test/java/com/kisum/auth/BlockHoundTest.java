package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Would these tests notice a call that blocks an event loop? */
class BlockHoundTest {
    @Test
    void aBlockedLoopFailsTheTest() {
        StepVerifier.create(Mono.fromRunnable(() -> LockSupport.parkNanos(1_000)).subscribeOn(Schedulers.parallel()))
                .expectErrorSatisfies(error -> assertThat(error).hasMessageContaining("Blocking call!"))
                .verify(Answers.PATIENCE);
    }
}
