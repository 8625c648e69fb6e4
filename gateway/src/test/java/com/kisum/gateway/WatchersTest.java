package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Is anyone watching that the other tests block no event loop and give back every buffer? */
final class WatchersTest {
    @Test
    void aCallThatBlocksIsFound() {
        Mono<Boolean> blocking = Mono.fromCallable(() -> new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS))
                .subscribeOn(Schedulers.parallel());
        assertThatThrownBy(() -> blocking.block(Duration.ofSeconds(5)))
                .hasRootCauseInstanceOf(BlockingOperationError.class);
    }

    @Test
    void aBufferThatNobodyGivesBackIsHeardOf() {
        ByteBufAllocator.DEFAULT.directBuffer(16).writeByte(1);
        await().untilAsserted(
                () -> assertThat(LeakWatch.leaks()).anySatisfy(leak -> assertThat(leak).contains("ByteBuf")));
    }
}
