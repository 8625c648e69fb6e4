package com.kisum.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Was every buffer given back? Asked after each test class of each module that has this on its class path: JUnit finds this extension by itself. Netty tells of a
 * buffer that was not when it is collected and another one is asked for.
 */
public final class LeakWatch implements AfterAllCallback {
    private static final int ROUNDS = 3;

    @Override
    public void afterAll(ExtensionContext context) {
        assertThat(leaks()).as("buffers that nobody gave back").isEmpty();
    }

    /** What was heard of, after all that can be collected has been. */
    static List<String> leaks() {
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            awaitCollected();
            for (int n = 0; n < 100; n++) {
                ByteBufAllocator.DEFAULT.directBuffer(16).release();
                ByteBufAllocator.DEFAULT.heapBuffer(16).release();
            }
            heard.addAll(HeardLeaks.take());
        }
        return heard;
    }

    /** Also until it was told to those who wait in a queue for it, as Netty does: that takes a thread a moment longer. */
    private static void awaitCollected() {
        ReferenceQueue<Object> told = new ReferenceQueue<>();
        Reference<Object> sentinel = new WeakReference<>(new Object(), told);
        Reference<?> collected = null;
        while (collected == null) {
            System.gc();
            collected = told.poll();
        }
        assertThat(collected).isSameAs(sentinel);
    }
}
