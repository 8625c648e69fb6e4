package com.kisum.gateway.proxy;

import com.kisum.gateway.answer.ProblemWriter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerResponse;

/**
 * How does an answer end that was begun and may not go on? By its connection: HTTP has no word for it, and what ended in good order
 * would be taken for whole.
 */
record StreamedAnswer(Kind kind, HttpServerResponse response) implements Stream {
    /** What is shorter, and says so, is let go on to its end: that is near. */
    private static final long SHORT = 1024 * 1024;

    static final String EVENTS = "text/event-stream";

    static boolean goesOn(HttpHeaders head) {
        String length = head.get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null || Long.parseLong(length) > SHORT;
    }

    static Kind kindOf(HttpHeaders head) {
        return holdsEvents(head.get(HttpHeaderNames.CONTENT_TYPE)) ? Kind.EVENTS : Kind.ANSWER;
    }

    /** Whoever asks for events expects no end. */
    static boolean isAskedFor(HttpHeaders request) {
        return holdsEvents(request.get(HttpHeaderNames.ACCEPT));
    }

    private static boolean holdsEvents(@Nullable String types) {
        return types != null && types.toLowerCase(Locale.ROOT).contains(EVENTS);
    }

    @Override
    public void end(Farewell why) {
        ProblemWriter.breakOff(response).onErrorComplete().subscribe();
    }
}
