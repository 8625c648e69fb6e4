package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Was every buffer given back? Asked after each test class of this module: JUnit finds this extension by itself. Netty tells of a
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
            WeakReference<Object> collected = new WeakReference<>(new Object());
            while (collected.get() != null) {
                System.gc();
            }
            for (int n = 0; n < 100; n++) {
                ByteBufAllocator.DEFAULT.directBuffer(16).release();
                ByteBufAllocator.DEFAULT.heapBuffer(16).release();
            }
            heard.addAll(HeardLeaks.take());
        }
        return heard;
    }
}
