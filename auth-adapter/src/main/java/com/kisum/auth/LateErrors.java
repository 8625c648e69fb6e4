package com.kisum.auth;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.util.context.Context;

/**
 * What becomes of an error that comes when nobody waits for it any more, as that of a connection that was given up on a moment before it failed?
 * Whoever waited has been told how that ended; Reactor would write each into the log with its stack trace.
 */
final class LateErrors {
    private static final Logger log = LoggerFactory.getLogger(LateErrors.class);
    /** Reactor's key for the hook of one chain. */
    private static final String HOOK = "reactor.onErrorDropped.local";

    private LateErrors() {}

    static Context quietly(Context context) {
        Consumer<Throwable> heard = LateErrors::heard;
        return context.put(HOOK, heard);
    }

    private static void heard(Throwable error) {
        log.debug("Auth could not be asked, which nobody wanted to know any more: {}", error.toString());
    }
}
