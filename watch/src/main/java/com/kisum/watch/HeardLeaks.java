package com.kisum.watch;

import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Which buffers did nobody give back? Netty makes its detectors of this class, as the build's system properties say, and tells them
 * when such a buffer is collected. Not through the log: each application that starts sets up logging anew.
 */
public final class HeardLeaks<T> extends ResourceLeakDetector<T> {
    private static final Queue<String> HEARD = new ConcurrentLinkedQueue<>();

    public HeardLeaks(Class<?> resource, int samplingInterval) {
        super(resource, samplingInterval);
    }

    /** Netty looks for this one, too, and says loudly when it is missing. */
    public HeardLeaks(Class<?> resource, int samplingInterval, long maxActive) {
        this(resource, samplingInterval);
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String resource, String records) {
        HEARD.add(resource + records);
    }

    @Override
    protected void reportUntracedLeak(String resource) {
        HEARD.add(resource);
    }

    /** Those heard of since it was last asked. */
    static List<String> take() {
        List<String> heard = List.copyOf(HEARD);
        HEARD.removeAll(heard);
        return heard;
    }
}
