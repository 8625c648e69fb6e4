package com.kisum.gateway.proxy;

import com.kisum.gateway.answer.ProblemWriter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerResponse;

/**
 * How do events end that have begun and may not go on? By their connection: HTTP has no word for it, and what ended in good order
 * would be taken for whole.
 */
record Events(HttpServerResponse response) implements Stream {
    private static final String TYPE = "text/event-stream";

    /** Whether this answer is one: nobody expects its end. Any other is a request in flight, however long it is, and is given to its end. */
    static boolean begin(HttpHeaders head) {
        return holds(head.get(HttpHeaderNames.CONTENT_TYPE));
    }

    /** Whoever asks for events expects no end. */
    static boolean isAskedFor(HttpHeaders request) {
        return holds(request.get(HttpHeaderNames.ACCEPT));
    }

    private static boolean holds(@Nullable String types) {
        return types != null && types.toLowerCase(Locale.ROOT).contains(TYPE);
    }

    @Override
    public Kind kind() {
        return Kind.EVENTS;
    }

    @Override
    public void end(Farewell why) {
        ProblemWriter.breakOff(response).onErrorComplete().subscribe();
    }
}
