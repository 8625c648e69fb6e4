package com.kisum.gateway.fact;

import java.time.Duration;

class FakeSharedStoreTest extends SharedStoreContract {
    private long nanos = 1;
    private final FakeSharedStore store = new FakeSharedStore(() -> nanos, Duration.ofHours(24),
            Duration.ofSeconds(60));
    private final Heard heard = new Heard();

    FakeSharedStoreTest() {
        store.follow(heard);
    }

    @Override
    protected Pointers pointers() {
        return store;
    }

    @Override
    protected SharedFacts facts() {
        return store;
    }

    @Override
    protected ChangeStore changes() {
        return store;
    }

    @Override
    protected Heard heard() {
        return heard;
    }

    @Override
    protected void flush() {
        store.flush();
    }

    @Override
    protected void pass(Duration time) {
        nanos += time.toNanos();
    }
}
