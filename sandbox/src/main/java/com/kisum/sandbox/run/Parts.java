package com.kisum.sandbox.run;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has begun and must end, last begun first? Ctrl-C may come while parts still begin: a part that arrives after the end
 * is closed on arrival.
 */
public final class Parts implements Part {
    private final Deque<Part> begun = new ArrayDeque<>();
    private boolean ended;

    public synchronized <P extends Part> P add(P part) {
        if (ended) {
            part.close();
        } else {
            begun.push(part);
        }
        return part;
    }

    @Override
    public synchronized void close() {
        ended = true;
        while (!begun.isEmpty()) {
            begun.pop().close();
        }
    }
}
