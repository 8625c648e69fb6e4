package com.kisum.gateway.door;

import com.kisum.gateway.client.Origin;
import com.kisum.policy.path.CanonicalPath;
import com.kisum.policy.route.Method;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * What came through the door? A request that every reasonable parser reads alike.
 *
 * @param methodName as it came: {@code method} is OTHER for what no route takes
 * @param authorization the one there is, unread
 * @param origin where it comes from
 * @param company what {@code x-org} says, in the grammar of ids
 * @param startedNanos on the monotonic clock
 */
public record Received(HttpServerRequest request, Method method, String methodName, CanonicalPath path,
        Origin origin, @Nullable String authorization, @Nullable String company, RequestTrace trace,
        long startedNanos) {}
