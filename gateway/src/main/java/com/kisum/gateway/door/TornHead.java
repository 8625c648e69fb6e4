package com.kisum.gateway.door;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose page asked, where the head was given up on? The decoder throws away what comes after the line that was too much, and what
 * it has not yet put among the headers. So the rest is looked through for the origin, and for nothing else: without it a page
 * could not read why it was refused. It is bounded like what a client of HTTP/2 may send before nobody tells it anything in words.
 *
 * <p>There is a second use: who closes a connection on which the other side still speaks, resets it, and the answer is lost.
 */
final class TornHead {
    private static final String ORIGIN = "origin:";
    private static final String NOBODY = "";
    /** The longest host there is, with scheme and port, and some blanks. */
    private static final int LONGEST_LINE = 320;
    private static final int MOST_MORE = 64 * 1024;

    private final HttpRequest request;
    private final List<String> origins;
    private final StringBuilder line = new StringBuilder(LONGEST_LINE);
    private boolean begun;
    private boolean over;
    private int read;

    /**
     * @param origins of the lines that were read before
     * @param begun whether the request line was among them: an empty line before it ends nothing
     */
    TornHead(HttpRequest request, List<String> origins, boolean begun) {
        this.request = request;
        this.origins = new ArrayList<>(origins);
        this.begun = begun;
    }

    /** The value of a whole line, if it names an origin. */
    static @Nullable String origin(ByteBuf bytes, int from, int to) {
        byte first = bytes.getByte(from);
        if ((first != 'O' && first != 'o') || to - from > LONGEST_LINE) {
            return null; // as nearly always
        }
        StringBuilder text = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            text.append((char) (bytes.getByte(i) & 0xFF));
        }
        return origin(text.toString());
    }

    private static @Nullable String origin(String line) {
        if (!line.regionMatches(true, 0, ORIGIN, 0, ORIGIN.length())) {
            return null;
        }
        String origin = line.substring(ORIGIN.length()).strip();
        return origin.chars().allMatch(c -> c > ' ' && c < 0x7F) ? origin : NOBODY;
    }

    void readOn(ByteBuf bytes, int from, int to) {
        for (int i = from; i < to && !over; i++) {
            char c = (char) (bytes.getByte(i) & 0xFF);
            if (c == '\n') {
                endLine();
            } else if (line.length() < LONGEST_LINE) {
                line.append(c);
            }
            read++;
            over |= read > MOST_MORE;
        }
    }

    private void endLine() {
        String text = line.toString();
        line.setLength(0);
        String origin = text.length() < LONGEST_LINE ? origin(text) : null;
        if (origin != null) {
            origins.add(origin);
        }
        over = begun && text.isBlank();
        begun |= !text.isBlank();
    }

    /** Whether the head ends here, or there is too much of it. */
    boolean isOver() {
        return over;
    }

    /** What was given up on, with every origin that was named. */
    HttpRequest request() {
        HttpHeaders headers = request.headers();
        headers.remove(HttpHeaderNames.ORIGIN);
        headers.add(HttpHeaderNames.ORIGIN, origins);
        return request;
    }
}
