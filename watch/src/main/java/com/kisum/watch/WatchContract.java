package com.kisum.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * Is anyone watching that the other tests of this module block no event loop, give back every buffer and drop no error? Each module that is to be
 * watched has this as a test of its own: a switch that is missing in its build makes no other test fail.
 */
public abstract class WatchContract {
    private static final int MOST_ROUNDS = 10;

    @Test
    public void aCallThatBlocksIsFound() {
        Mono<Boolean> blocking = Mono.fromCallable(() -> new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS))
                .subscribeOn(Schedulers.parallel());
        assertThatThrownBy(() -> blocking.block(Duration.ofSeconds(5)))
                .hasRootCauseInstanceOf(BlockingOperationError.class);
    }

    @Test
    public void anErrorThatNobodyIsToldOfIsHeardOf() {
        Operators.onErrorDropped(new IllegalStateException("for the test"), Context.empty());
        assertThat(DropWatch.take()).singleElement().satisfies(told -> assertThat(told).contains("for the test"));
    }

    @Test
    public void aBufferThatNobodyGivesBackIsHeardOf() {
        ByteBufAllocator.DEFAULT.directBuffer(16).writeByte(1);
        List<String> heard = new ArrayList<>();
        for (int i = 0; heard.isEmpty() && i < MOST_ROUNDS; i++) {
            heard.addAll(LeakWatch.leaks());
        }
        assertThat(heard).anySatisfy(leak -> assertThat(leak).contains("ByteBuf"));
    }
}
