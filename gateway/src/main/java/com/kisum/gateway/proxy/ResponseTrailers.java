package com.kisum.gateway.proxy;

import com.kisum.gateway.cors.Cors;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.server.HttpServerResponse;

/**
 * What of that which a backend says after its body does the client hear? What may be said there (RFC 9110, 6.5.1): a checksum, a
 * status of its own, how long it took. Not what a client would have had to know before the body, nor what frames it, proves anything
 * or is ours to say: a program that merges trailers into the head would be told it too late, or by the wrong one.
 */
final class ResponseTrailers {
    private static final Set<String> NEVER = Set.of("age", "cache-control", "connection", "content-encoding",
            "content-length", "content-range", "content-type", "date", "expires", "host", "keep-alive", "location",
            "proxy-connection", "retry-after", "te", "trailer", "transfer-encoding", "upgrade", "vary", "warning",
            "authorization", "authentication-info", "proxy-authenticate", "proxy-authentication-info",
            "proxy-authorization", "www-authenticate", "cookie", "set-cookie", "x-request-id", "x-org",
            "strict-transport-security", "content-security-policy");
    private static final String OURS = "x-kisum-";

    private final Cors cors;
    private volatile HttpHeaders said = DefaultHttpHeadersFactory.trailersFactory().newHeaders();

    private ResponseTrailers(Cors cors) {
        this.cors = cors;
    }

    /** Only a body in chunks has any: one of known length ends where it ends. */
    static void pass(HttpClientResponse head, HttpServerResponse response, Cors cors) {
        if (!head.responseHeaders().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return;
        }
        ResponseTrailers trailers = new ResponseTrailers(cors);
        head.trailerHeaders().subscribe(said -> trailers.said = said);
        List<String> announced = trailers.announced(head.responseHeaders());
        if (!announced.isEmpty()) {
            response.header(HttpHeaderNames.TRAILER, String.join(", ", announced));
        }
        response.trailerHeaders(trailers::fill);
    }

    private List<String> announced(HttpHeaders from) {
        List<String> names = new ArrayList<>();
        for (String value : from.getAll(HttpHeaderNames.TRAILER)) {
            for (String name : value.split(",", -1)) {
                if (passes(name.strip())) {
                    names.add(name.strip());
                }
            }
        }
        return names;
    }

    private void fill(HttpHeaders to) {
        for (Map.Entry<String, String> trailer : said) {
            if (passes(trailer.getKey())) {
                to.add(trailer.getKey(), trailer.getValue());
            }
        }
    }

    private boolean passes(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.isEmpty() && lower.charAt(0) != ':' && !NEVER.contains(lower) && !lower.startsWith(OURS)
                && !cors.replaces(lower);
    }
}
