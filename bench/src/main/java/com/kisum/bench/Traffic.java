package com.kisum.bench;

import com.kisum.bench.Platform.Endpoint;
import com.kisum.policy.Caller;
import com.kisum.policy.Decision;
import com.kisum.policy.PolicyEngine;
import com.kisum.policy.path.CanonicalPath;
import com.kisum.policy.path.PathGrammar;
import com.kisum.policy.path.PathReading;
import com.kisum.policy.route.RouteTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Who asks what, again and again? One caller and a working set of requests, walked in a shuffled order: one request
 * asked over and over would flatter caches and branch prediction. The same seed makes the same traffic in every fork.
 */
final class Traffic {
    static final int WORKING_SET = 64;
    static final int SPREAD = 16_384;
    private static final long SEED = 20_260_101;
    private static final Integer FIRST = 0;

    private final RouteTable table;
    private final PolicyEngine engine;
    private final Caller caller;
    private final Request[] requests;
    private final byte[][] targets;
    private int next;

    /** Every answer is checked once, here: a benchmark of the wrong answer measures nothing. */
    Traffic(Platform platform, Caller caller, List<Request> requests, boolean allowed) {
        this.table = platform.table();
        this.engine = new PolicyEngine(table);
        this.caller = caller;
        this.requests = requests.toArray(Request[]::new);
        this.targets = requests.stream().map(request -> request.target().getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        for (Request request : requests) {
            Decision decision = decide(request);
            boolean asExpected = switch (decision) {
                case Decision.Allow allow -> allowed && allow.route().equals(request.endpoint().route().id());
                case Decision.Deny _ -> !allowed;
            };
            if (!asExpected) {
                throw new IllegalStateException(request.method() + " " + request.target() + ": " + decision);
            }
        }
    }

    /**
     * A member with so many permissions, and requests that they allow: the same requests whatever the size of the table,
     * for the ten routes that every table has.
     */
    static Traffic allowed(int routes, int permissions) {
        Platform platform = Platform.withRoutes(routes);
        List<Integer> held = shuffledResources(platform);
        held.removeIf(FIRST::equals);
        held.addFirst(FIRST);
        return new Traffic(platform, member(platform, held.subList(0, held(platform, permissions)), permissions),
                workingSet(platform, List.of(FIRST)), true);
    }

    /** The same member, and requests for other resources. */
    static Traffic denied(int routes, int permissions) {
        Platform platform = Platform.withRoutes(routes);
        List<Integer> shuffled = shuffledResources(platform);
        int held = held(platform, permissions);
        return new Traffic(platform, member(platform, shuffled.subList(0, held), permissions),
                workingSet(platform, shuffled.subList(held, shuffled.size())), false);
    }

    /** A member who may do everything, all over the table. */
    static Traffic spread(int routes) {
        Platform platform = Platform.withRoutes(routes);
        Random random = new Random(SEED);
        List<Endpoint> endpoints = platform.endpoints();
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < SPREAD; i++) {
            requests.add(Request.to(endpoints.get(random.nextInt(endpoints.size())), random));
        }
        return new Traffic(platform, Member.ofEverything(platform), requests, true);
    }

    Decision decideNext() {
        return decide(requests[advance()]);
    }

    Decision readAndDecideNext() {
        int now = advance();
        Request request = requests[now];
        PathReading reading = PathGrammar.read(targets[now]);
        if (reading instanceof CanonicalPath path) {
            return engine.decide(request.method(), table.find(request.method(), path), caller);
        }
        throw new IllegalStateException(request.target());
    }

    private Decision decide(Request request) {
        return engine
                .decide(request.method(), table.find(request.method(), request.path()), caller);
    }

    private int advance() {
        int now = next;
        next = now + 1 == requests.length ? 0 : now + 1;
        return now;
    }

    /** As many resources as the permissions reach, or all there are. */
    private static int held(Platform platform, int permissions) {
        return Math.min(permissions / 2, platform.resources().size());
    }

    private static Caller member(Platform platform, List<Integer> resources, int permissions) {
        return Member.of(platform, resources.stream().map(platform.resources()::get).toList(), permissions);
    }

    private static List<Integer> shuffledResources(Platform platform) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < platform.resources().size(); i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, new Random(SEED));
        return numbers;
    }

    /** Every shape as often as at any other size; different resources, as far as there are. */
    static List<Request> workingSet(Platform platform, List<Integer> resources) {
        Random random = new Random(SEED);
        int shapes = Shape.ALL.size();
        int rounds = (WORKING_SET + shapes - 1) / shapes;
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < WORKING_SET; i++) {
            Shape shape = Shape.ALL.get(i % shapes);
            int resource = resources.get((i / shapes + i % shapes * rounds) % resources.size());
            requests.add(Request.to(platform.endpoint(resource, shape), random));
        }
        Collections.shuffle(requests, random);
        return requests;
    }
}
