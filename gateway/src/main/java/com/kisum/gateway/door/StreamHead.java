package com.kisum.gateway.door;

import com.kisum.gateway.answer.Answer;
import com.kisum.gateway.answer.Answers;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Is it plain what a request over HTTP/2 asks for, and whom, and is it no larger than it may be? What stands in a request line over
 * HTTP/1.1 comes in fields of its own here, each of which could be missing, hold what no request line could, or say something else
 * than {@code Host}. Everything else about it is looked at by the {@link Door}.
 */
final class StreamHead {
    /** Beside method and target, a request line has two blanks and a version. */
    private static final int REST_OF_THE_LINE = " HTTP/1.1 ".length();
    private static final int COLON_AND_BLANK = 2;
    private static final String OTHER_TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~";

    private StreamHead() {}

    static @Nullable Answer fault(Http2Headers headers, Entrance.Bounds bounds) {
        CharSequence method = headers.method();
        CharSequence path = headers.path();
        CharSequence scheme = headers.scheme();
        if (method == null || !isToken(method)) {
            return Answers.ambiguous("the method is no method");
        }
        if ("CONNECT".contentEquals(method)) {
            return Answers.ambiguous("nobody is connected through here");
        }
        if (path == null || path.isEmpty() || !isVisible(path)) {
            return Answers.ambiguous("the path is no path");
        }
        if (scheme == null || !("https".contentEquals(scheme) || "http".contentEquals(scheme))) {
            return Answers.ambiguous("the scheme is neither http nor https");
        }
        if (method.length() + path.length() + REST_OF_THE_LINE > bounds.requestLine()) {
            return Answers.uriTooLong();
        }
        String host = hostFault(headers);
        if (host != null) {
            return Answers.ambiguous(host);
        }
        return size(headers) > bounds.allHeaders() ? Answers.headersTooLarge() : null;
    }

    private static @Nullable String hostFault(Http2Headers headers) {
        List<CharSequence> hosts = new ArrayList<>(headers.getAll(HttpHeaderNames.HOST));
        CharSequence authority = headers.authority();
        if (authority != null && hosts.size() == 1) {
            if (!authority.toString().equalsIgnoreCase(hosts.get(0).toString())) {
                return "Host and :authority name two hosts";
            }
        } else if (authority != null) {
            hosts.add(authority);
        }
        return Framing.hostFault(hosts.iterator(), false);
    }

    /** As much as it would be over HTTP/1.1. */
    private static long size(Http2Headers headers) {
        long size = 0;
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            if (header.getKey().charAt(0) != ':') {
                size += header.getKey().length() + header.getValue().length() + COLON_AND_BLANK;
            }
        }
        return size;
    }

    private static boolean isToken(CharSequence text) {
        return !text.isEmpty() && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9') || OTHER_TOKEN_CHARACTERS.indexOf(c) >= 0);
    }

    private static boolean isVisible(CharSequence text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
