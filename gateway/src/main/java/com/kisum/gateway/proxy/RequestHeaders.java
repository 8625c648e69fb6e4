package com.kisum.gateway.proxy;

import com.kisum.gateway.client.Origin;
import com.kisum.gateway.door.Received;
import com.kisum.policy.Caller;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.UserId;
import com.kisum.policy.route.AccessLevel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which headers does a backend see? The client's, less those that speak for the connection, for us or for other proxies, and those
 * that another program might take for one of these; then ours, as far as proven.
 */
final class RequestHeaders {
    private static final String OURS = "x-kisum-";
    private static final String ORIGINAL = "x-original-";
    /** Of the codec of HTTP/2, which has no other place for what a request line does not say. */
    private static final String CODECS = "x-http2-";
    private static final String OVERRIDES = "x-http-";
    private static final String CERTIFICATE = "x-ssl-client";
    /** By which programs of old find a header among their variables: what they call {@code HTTP_X_A} is {@code X-A}. */
    private static final String GATEWAY_INTERFACE = "http-";

    /** Removed however it is written: {@code _} and {@code .} are {@code -} to some programs. */
    private static final Set<String> REMOVED = Set.of("x-http-method", "x-method-override", "x-rewrite-url",
            "x-override-url", "x-http-destinationurl", "request-uri", "x-envoy-original-path", "x-host",
            "x-custom-ip-authorization",
            // what speaks for the connection
            "connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade", "http2-settings",
            "proxy-authenticate", "proxy-authentication-info", "proxy-authorization", "expect",
            // said anew by us
            "host", "x-request-id", "traceparent");
    /** Removed unless written as it should be. */
    private static final Set<String> ONLY_AS_WRITTEN = Set.of("x-org", "authorization", "content-length",
            "transfer-encoding", "tracestate");

    private RequestHeaders() {}

    static void fill(HttpHeaders to, Forwarding forwarding, String backendHost, String scheme) {
        Received received = forwarding.received();
        HttpHeaders from = received.request().requestHeaders();
        to.clear();
        to.set(HttpHeaderNames.HOST, backendHost);
        Iterator<Map.Entry<CharSequence, CharSequence>> entries = from.iteratorCharSequence();
        while (entries.hasNext()) {
            Map.Entry<CharSequence, CharSequence> entry = entries.next();
            if (passes(entry.getKey().toString())) {
                to.add(entry.getKey(), entry.getValue());
            }
        }
        comesFrom(to, received.origin(), from.get(HttpHeaderNames.HOST), scheme);
        to.set("X-Request-Id", received.trace().requestId());
        to.set("traceparent", received.trace().traceParent());
        String parent = from.get("traceparent");
        if (parent == null || !parent.contains(received.trace().traceId())) {
            to.remove("tracestate"); // it belongs to a trace that was not taken over
        }
        if (forwarding.found().access() != AccessLevel.PUBLIC) {
            prove(to, forwarding.caller());
        }
    }

    /** What trusted proxies say of the client's own connection goes on; where none of them does, it is the one to us. */
    private static void comesFrom(HttpHeaders to, Origin origin, @Nullable String host, String scheme) {
        if (!origin.hops().isEmpty()) {
            to.set("X-Forwarded-For", origin.chain());
        }
        if (!origin.hosts().isEmpty()) {
            to.set("X-Forwarded-Host", origin.hosts());
        } else if (host != null) {
            to.set("X-Forwarded-Host", host);
        }
        to.set("X-Forwarded-Proto", origin.schemes().isEmpty() ? List.of(scheme) : origin.schemes());
        if (!origin.ports().isEmpty()) {
            to.set("X-Forwarded-Port", origin.ports());
        }
    }

    private static boolean passes(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String plain = lower.indexOf('_') < 0 && lower.indexOf('.') < 0
                ? lower
                : lower.replace('_', '-').replace('.', '-');
        String meant = plain.startsWith(GATEWAY_INTERFACE) && plain.length() > GATEWAY_INTERFACE.length()
                ? plain.substring(GATEWAY_INTERFACE.length())
                : plain;
        return !speaksForUsOrAnotherProxy(meant) && !REMOVED.contains(meant)
                && (meant.equals(lower) || !ONLY_AS_WRITTEN.contains(meant));
    }

    private static boolean speaksForUsOrAnotherProxy(String plain) {
        return tellsAnAddress(plain) || (plain.startsWith("x-") && (plain.startsWith(OURS) || plain.startsWith(ORIGINAL)
                || plain.startsWith(CODECS) || plain.startsWith(CERTIFICATE)
                || (plain.startsWith(OVERRIDES) && plain.endsWith("-override"))));
    }

    /** Every proxy and network has a name of its own for it: these are how they all end. */
    private static boolean tellsAnAddress(String plain) {
        if (plain.contains("forwarded")) {
            return true;
        }
        return switch (plain.charAt(plain.length() - 1)) {
            case 'p' -> plain.endsWith("-ip") || plain.endsWith("clientip") || plain.endsWith("socketip")
                    || plain.endsWith("realip") || plain.endsWith("remoteip");
            case '4', '6' -> plain.endsWith("-ipv4") || plain.endsWith("-ipv6");
            case 'r' -> plain.endsWith("remote-addr") || plain.endsWith("client-addr") || plain.endsWith("peer-addr");
            case 's' -> plain.endsWith("remote-address") || plain.endsWith("client-address")
                    || plain.endsWith("viewer-address") || plain.endsWith("external-address")
                    || plain.endsWith("peer-address");
            default -> false;
        };
    }

    private static void prove(HttpHeaders to, Caller caller) {
        switch (caller) {
            case Caller.Unproven _ -> {
                // nothing is proven of nobody
            }
            case Caller.Authenticated known -> user(to, known.user());
            case Caller.Member member -> {
                user(to, member.user());
                member(to, member.company(), member.membership());
            }
            case Caller.MemberWithAccess member -> {
                user(to, member.user());
                member(to, member.access().company(), member.access().membership());
                to.set("X-Kisum-Access-Version", member.access().version());
            }
        }
    }

    private static void user(HttpHeaders to, UserId user) {
        to.set("X-Kisum-User", user.value());
    }

    private static void member(HttpHeaders to, CompanyId company, MembershipId membership) {
        to.set("X-Kisum-Company", company.value());
        to.set("X-Kisum-Membership", membership.value());
    }
}
