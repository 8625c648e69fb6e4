package com.kisum.gateway.door;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Iterator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Is it plain where this request ends and to whom it goes? What the decoder lets pass and another program might read differently:
 * versions, hosts, transfer codings.
 */
final class Framing {
    private static final Pattern HOST = Pattern
            .compile("(?:[A-Za-z0-9._~-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");
    private static final int MOST_PORT = 65_535;

    private Framing() {}

    /** What is wrong, if something is. */
    // The decoder makes http/1.1 equal to HTTP/1.1, but only what was written so is the same.
    @SuppressWarnings("ReferenceEquality")
    static @Nullable String fault(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        boolean old = version == HttpVersion.HTTP_1_0;
        if (!old && version != HttpVersion.HTTP_1_1) {
            return "HTTP/1.1 is spoken here";
        }
        HttpHeaders headers = request.headers();
        String host = hostFault(headers.valueCharSequenceIterator(HttpHeaderNames.HOST), old);
        return host != null ? host : codingFault(headers.valueCharSequenceIterator(HttpHeaderNames.TRANSFER_ENCODING));
    }

    static @Nullable String hostFault(Iterator<? extends CharSequence> hosts, boolean mayBeAbsent) {
        if (!hosts.hasNext()) {
            return mayBeAbsent ? null : "Host is missing";
        }
        CharSequence host = hosts.next();
        if (hosts.hasNext()) {
            return "Host is there more than once";
        }
        return isHost(host) ? null : "Host is not a host";
    }

    private static boolean isHost(CharSequence host) {
        if (!HOST.matcher(host).matches()) {
            return false;
        }
        String text = host.toString();
        int colon = text.indexOf(':', Math.max(0, text.indexOf(']')));
        return colon < 0 || Integer.parseInt(text, colon + 1, text.length(), 10) <= MOST_PORT;
    }

    /** The only coding of a request that everyone knows. */
    private static @Nullable String codingFault(Iterator<? extends CharSequence> codings) {
        if (!codings.hasNext()) {
            return null;
        }
        CharSequence coding = codings.next();
        return HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding) && !codings.hasNext()
                ? null
                : "Transfer-Encoding may say chunked, once, and nothing else";
    }
}
