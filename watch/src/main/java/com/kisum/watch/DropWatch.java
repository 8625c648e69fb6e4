package com.kisum.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Hooks;

/**
 * Did every error reach somebody? Reactor writes one that comes when all is over, or that nobody asked to hear of, to the log with its stack
 * trace, where an operator reads of trouble that there was not. Asked after each test class, as {@link LeakWatch} is.
 */
public final class DropWatch implements BeforeAllCallback, AfterAllCallback {
    private static final Queue<String> HEARD = new ConcurrentLinkedQueue<>();

    static {
        Hooks.onErrorDropped(error -> HEARD.add(told(error)));
    }

    /** From here on; a hook is set once, and this is when the first class begins. */
    @Override
    public void beforeAll(ExtensionContext context) {
        take();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        assertThat(take()).as("errors that nobody was told of").isEmpty();
    }

    /** Those heard of since it was last asked: a test that provokes one says so by taking it. */
    public static List<String> take() {
        List<String> heard = List.copyOf(HEARD);
        HEARD.removeAll(heard);
        return heard;
    }

    /** What it was, and who dropped it. */
    private static String told(Throwable error) {
        StringWriter text = new StringWriter();
        PrintWriter lines = new PrintWriter(text);
        error.printStackTrace(lines);
        new IllegalStateException("dropped here").printStackTrace(lines);
        return text.toString();
    }
}
