package com.kisum.gateway.proxy;

import com.kisum.gateway.cors.Cors;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which of a backend's headers does the client see? All but those that spoke for the connection between the two of us, and, where
 * CORS is configured here, what it says of it itself.
 */
final class ResponseHeaders {
    private static final Set<String> REMOVED = Set.of("connection", "keep-alive", "proxy-connection",
            "transfer-encoding", "te", "trailer", "upgrade", "proxy-authenticate", "proxy-authentication-info",
            "x-request-id");

    private ResponseHeaders() {}

    static void fill(HttpHeaders to, HttpHeaders from, String requestId, Cors cors, HttpHeaders asked) {
        Set<String> named = namedByConnection(from);
        Iterator<Map.Entry<CharSequence, CharSequence>> entries = from.iteratorCharSequence();
        while (entries.hasNext()) {
            Map.Entry<CharSequence, CharSequence> entry = entries.next();
            String name = entry.getKey().toString().toLowerCase(Locale.ROOT);
            if (!REMOVED.contains(name) && !named.contains(name) && !cors.replaces(name)) {
                to.add(entry.getKey(), entry.getValue());
            }
        }
        to.set("X-Request-Id", requestId);
        cors.fill(to, asked);
    }

    private static Set<String> namedByConnection(HttpHeaders from) {
        if (!from.contains(HttpHeaderNames.CONNECTION)) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : from.getAll(HttpHeaderNames.CONNECTION)) {
            for (String name : value.split(",", -1)) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
