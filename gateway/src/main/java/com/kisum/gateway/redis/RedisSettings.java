package com.kisum.gateway.redis;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where is Redis, and how long is it waited for?
 *
 * @param uris {@code redis://host:port} or {@code rediss://…} for one server; {@code redis-sentinel://h1,h2,h3#master} or
 *            {@code rediss-sentinel://…} for Sentinel; for Cluster some of its nodes: two or more, or one with {@code cluster}
 * @param cluster that a single URI is a node of a Cluster; more than one always are
 * @param user of Redis' access control list; null is its default user
 * @param sentinelPassword what the sentinels ask for, which is not what the servers ask for
 * @param prefix stands before every key, so that several can share a Redis
 * @param connectTimeout for the connection to be open
 * @param commandTimeout for each answer
 * @param heartbeat how often something is written to each primary to see it come back
 * @param pointerLife how long a pointer stays that nobody moves
 * @param waitForReplica how long an announced change may take to reach a replica
 * @param replicas whether a primary without replicas may accept an announced change
 * @param maxConcurrent how many calls to one primary are under way at most
 */
public record RedisSettings(List<String> uris, boolean cluster, @Nullable String user, @Nullable Secret password,
        @Nullable Secret sentinelPassword, String prefix, Duration connectTimeout, Duration commandTimeout,
        Duration heartbeat, Duration pointerLife, Duration waitForReplica, Replicas replicas, int maxConcurrent) {
    /** A brace would put all keys into one slot of a Cluster; a wildcard or a space has no business in a key. */
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.:-]{0,63})?");

    /** Has an announced change to be on a second server before it counts as accepted? */
    public enum Replicas {
        /** If the primary has replicas, had one within the last minute, or should have one as Sentinel or Cluster know it. */
        AUTO,
        /** Always: a primary that stands alone accepts nothing. */
        EXPECTED
    }

    public RedisSettings {
        uris = List.copyOf(uris);
        RedisAddress.checkAll(uris, cluster);
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("the prefix of Redis' keys is up to 64 of A-Z a-z 0-9 _ . : -, beginning"
                    + " with a letter or digit, such as kisum: - or nothing");
        }
        if (user != null && password == null) {
            throw new IllegalArgumentException("a user of Redis has a password: name both, or neither");
        }
        positive("connect-timeout", connectTimeout);
        positive("command-timeout", commandTimeout);
        positive("heartbeat", heartbeat);
        positive("pointer-life", pointerLife);
        positive("wait-for-replica", waitForReplica);
        if (maxConcurrent < 1) {
            throw new IllegalArgumentException("max-concurrent of Redis is a number of calls, 1 or more");
        }
    }

    /** With the defaults for everything else. */
    public static RedisSettings at(String... uris) {
        return new RedisSettings(List.of(uris), false, null, null, null, "", Duration.ofSeconds(1),
                Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofHours(24), Duration.ofMillis(200),
                Replicas.AUTO, 256);
    }

    public RedisSettings withPrefix(String other) {
        return new RedisSettings(uris, cluster, user, password, sentinelPassword, other, connectTimeout, commandTimeout,
                heartbeat, pointerLife, waitForReplica, replicas, maxConcurrent);
    }

    public RedisSettings withPointerLife(Duration other) {
        return new RedisSettings(uris, cluster, user, password, sentinelPassword, prefix, connectTimeout,
                commandTimeout, heartbeat, other, waitForReplica, replicas, maxConcurrent);
    }

    public RedisSettings withHeartbeat(Duration other) {
        return new RedisSettings(uris, cluster, user, password, sentinelPassword, prefix, connectTimeout,
                commandTimeout, other, pointerLife, waitForReplica, replicas, maxConcurrent);
    }

    public RedisSettings withReplicas(Replicas other) {
        return new RedisSettings(uris, cluster, user, password, sentinelPassword, prefix, connectTimeout,
                commandTimeout, heartbeat, pointerLife, waitForReplica, other, maxConcurrent);
    }

    /** What did not come back by then will not: the connection is given up. */
    Duration probeTimeout() {
        return heartbeat.multipliedBy(2);
    }

    private static void positive(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(name + " of Redis is a time of 1ms or more, not " + value);
        }
    }
}
