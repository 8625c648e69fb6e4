package com.kisum.gateway;

import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * The event loops of a process belong to all gateways in it, and whichever stops takes them along: the next one that stops waits for
 * what can no longer come to its end. A process of the real world has one gateway; that of the tests ends them all.
 */
public final class LastingLoops extends ReactorResourceFactory {
    /** Instead of the application's own, which steps back. */
    public static void putInto(GenericApplicationContext context) {
        context.registerBean(ReactorResourceFactory.class, LastingLoops::new);
    }

    @Override
    public void stop() {
        // they last
    }
}
