package com.kisum.gateway;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.WeakReference;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Was every buffer given back? Netty tells of one that was not when it is collected and another one is asked for. */
final class LeakWatch implements AutoCloseable {
    private static final int ROUNDS = 5;

    private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

    private LeakWatch() {}

    /** Paranoid: every buffer is followed. Logging is set up anew when the application starts, so this comes after. */
    static LeakWatch listen() {
        LeakWatch watch = new LeakWatch();
        watch.heard.start();
        watch.logger.addAppender(watch.heard);
        return watch;
    }

    static void followEveryBuffer() {
        System.setProperty("io.netty.leakDetection.level", "paranoid");
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    /** What it heard, after all that can be collected has been. */
    List<String> leaks() {
        for (int i = 0; i < ROUNDS; i++) {
            WeakReference<Object> collected = new WeakReference<>(new Object());
            while (collected.get() != null) {
                System.gc();
            }
            for (int n = 0; n < 100; n++) {
                ByteBufAllocator.DEFAULT.directBuffer(16).release();
                ByteBufAllocator.DEFAULT.heapBuffer(16).release();
            }
        }
        return List.copyOf(heard.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    public void close() {
        logger.detachAppender(heard);
        heard.stop();
    }
}
