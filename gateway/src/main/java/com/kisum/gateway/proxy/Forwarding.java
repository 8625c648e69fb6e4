package com.kisum.gateway.proxy;

import com.kisum.gateway.door.Received;
import com.kisum.policy.Caller;
import com.kisum.policy.route.Lookup;

/** What is sent on, where to, and on whose behalf? */
public record Forwarding(Received received, Lookup.Found found, Caller caller) {
    /** The path that was decided on, byte for byte, less what {@code stripPrefix} counts; the query as it came. */
    String target() {
        String target = received.request().uri();
        int stripped = found.route().options().stripPrefix();
        if (stripped == 0) {
            return target;
        }
        int from = 0;
        int end = received.path().path().length();
        for (int i = 0; i < stripped && from < end; i++) {
            int slash = target.indexOf('/', from + 1);
            from = slash < 0 || slash > end ? end : slash;
        }
        String rest = target.substring(from);
        return rest.startsWith("/") ? rest : "/" + rest;
    }
}
