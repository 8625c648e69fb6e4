package com.kisum.bench;

import com.kisum.bench.Platform.Endpoint;
import com.kisum.policy.path.CanonicalPath;
import com.kisum.policy.path.PathGrammar;
import com.kisum.policy.path.PathReading;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.PathTemplate;
import java.util.random.RandomGenerator;

/** One request, as it came and as it was read. */
record Request(Endpoint endpoint, Method method, String target, CanonicalPath path) {

    /** Some request that this endpoint takes, with ids as modules give them. */
    static Request to(Endpoint endpoint, RandomGenerator random) {
        PathTemplate template = endpoint.route().matches().getFirst().template();
        StringBuilder target = new StringBuilder();
        for (PathTemplate.Segment segment : template.segments()) {
            target.append('/').append(segment instanceof PathTemplate.Literal literal ? literal.text() : id(random));
        }
        if (template.rest()) {
            target.append('/').append(id(random));
        }
        return switch (PathGrammar.read(target.toString())) {
            case CanonicalPath path -> new Request(endpoint, endpoint.shape().method(), target.toString(), path);
            case PathReading.Refused refused -> throw new IllegalStateException(target + ": " + refused.fault());
        };
    }

    private static String id(RandomGenerator random) {
        return Integer.toString(random.nextInt(10_000, 10_000_000));
    }
}
