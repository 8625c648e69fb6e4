package com.kisum.gateway.client;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Which address has the client of a request? Whoever is connected to us, unless that is a trusted proxy; then whoever was connected to
 * that one, and so on. Each proxy writes down at the right who came to it, so the list is read from the right, as long as it was
 * a trusted one who wrote. What stands left of the first address that is not trusted, the client has written itself.
 */
public final class Origins {
    /** No chain of proxies of one's own is longer. */
    private static final int MOST_HOPS = 32;

    private final TrustedProxies proxies;
    private final ForwardedBy dialect;

    public Origins(TrustedProxies proxies, ForwardedBy dialect) {
        this.proxies = proxies;
        this.dialect = dialect;
    }

    public Origin of(HttpServerRequest request) {
        InetSocketAddress peer = request.remoteAddress();
        return peer == null || peer.getAddress() == null
                ? Origin.UNKNOWN
                : of(IpAddress.of(peer.getAddress()), request.requestHeaders());
    }

    Origin of(IpAddress peer, HttpHeaders headers) {
        if (!proxies.include(peer)) {
            return Origin.direct(peer);
        }
        Deque<IpAddress> hops = new ArrayDeque<>();
        hops.addFirst(peer);
        FromTheRight said = new FromTheRight(headers.getAll(dialect.header()));
        IpAddress trusted = peer;
        @Nullable Element furthest = null;
        while (trusted != null && said.hasNext() && hops.size() < MOST_HOPS) {
            furthest = Element.read(dialect, said.next());
            IpAddress before = furthest.address();
            if (before != null) {
                hops.addFirst(before);
            }
            trusted = before != null && proxies.include(before) ? before : null;
        }
        List<IpAddress> chain = List.copyOf(hops);
        return switch (dialect) {
            case X_FORWARDED_FOR -> new Origin(chain, headers.getAll("X-Forwarded-Proto"),
                    headers.getAll("X-Forwarded-Host"), headers.getAll("X-Forwarded-Port"));
            case FORWARDED -> furthest == null
                    ? new Origin(chain, List.of(), List.of(), List.of())
                    : new Origin(chain, furthest.schemes(), furthest.hosts(), List.of());
        };
    }
}
