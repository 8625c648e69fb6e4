package com.kisum.gateway.redis;

import com.kisum.gateway.fact.ChangeStore;
import com.kisum.gateway.fact.Heard;
import com.kisum.gateway.fact.Pointers;
import com.kisum.gateway.fact.SharedFacts;
import com.kisum.gateway.fact.SharedStoreContract;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** With a prefix, so that nothing works only without one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisSharedStoreTest extends SharedStoreContract {
    private final RedisProcess redis = RedisProcess.start();
    private final StoreUnderTest store = StoreUnderTest.listening(RedisSettings.at(redis.uri()).withPrefix("kisum:"),
            1);

    @BeforeEach
    void empty() {
        redis.said("FLUSHALL");
    }

    @AfterAll
    void end() {
        store.close();
        redis.close();
    }

    @Override
    protected Pointers pointers() {
        return store.store.pointers();
    }

    @Override
    protected SharedFacts facts() {
        return store.facts();
    }

    @Override
    protected ChangeStore changes() {
        return store.changes;
    }

    @Override
    protected Heard heard() {
        return store.heard;
    }

    @Override
    protected void flush() {
        redis.said("FLUSHALL");
    }

    @Override
    protected void pass(Duration time) {
        long begun = System.nanoTime();
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> System.nanoTime() - begun > time.toNanos());
    }
}
