package com.kisum.gateway.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * What does a server say of itself? Whether it is a primary, how many replicas it has, and what time it is there.
 *
 * @param millis of its clock, when it answered
 * @param nanos of ours, when the answer had arrived
 */
record ServerState(int replicas, long millis, long nanos) {
    private static final int REPLICAS = 2;

    /** Fails if it is not a primary. */
    static CompletableFuture<ServerState> of(StatefulRedisConnection<String, String> connection, LongSupplier nanos) {
        CompletableFuture<List<Object>> role = connection.async().role().toCompletableFuture();
        CompletableFuture<List<String>> time = connection.async().time().toCompletableFuture();
        return role.thenCombine(time, (who, when) -> of(who, when, nanos.getAsLong()));
    }

    private static ServerState of(List<Object> role, List<String> time, long nanos) {
        if (!"master".equals(role.getFirst())) {
            throw new Cause.NotThePrimary();
        }
        int replicas = role.size() > REPLICAS && role.get(REPLICAS) instanceof List<?> list ? list.size() : 0;
        return new ServerState(replicas, Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000,
                nanos);
    }

    /**
     * What its clock showed at an instant of ours, or a little less, by as much as its last answer travelled. A key that ends by this
     * clock ends in time even if the command that writes it waits on the way.
     */
    long millisAt(long ourNanos) {
        return millis + Math.floorDiv(ourNanos - nanos, Duration.ofMillis(1).toNanos());
    }
}
