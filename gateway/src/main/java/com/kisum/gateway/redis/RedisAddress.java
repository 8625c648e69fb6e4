package com.kisum.gateway.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How are the URIs of the settings to be read? Credentials stand beside them, never in them: a URI ends in logs. */
final class RedisAddress {
    private static final String EXAMPLES = "write redis://host:6379, rediss://host:6380, or"
            + " redis-sentinel://host1:26379,host2:26379#master";

    /** What follows the host's colon is a port: to Lettuce it might as well belong to the name. */
    private static final Pattern SERVER = Pattern.compile(
            "rediss?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?([/?].*)?");

    private RedisAddress() {}

    static void checkAll(List<String> uris, boolean cluster) {
        if (uris.isEmpty()) {
            throw new IllegalArgumentException("Redis has no address: " + EXAMPLES);
        }
        for (String uri : uris) {
            RedisURI parsed = parsed(uri);
            boolean sentinel = isSentinel(parsed);
            if (sentinel && (cluster || uris.size() > 1)) {
                throw new IllegalArgumentException("Sentinel is named by one URI that lists the sentinels, and it is no"
                        + " Cluster: write redis-sentinel://host1:26379,host2:26379#master");
            }
            if (parsed.getDatabase() != 0) {
                throw new IllegalArgumentException("Redis' database is 0, as in every Cluster; to share a server, set"
                        + " a prefix");
            }
        }
    }

    static RedisURI parsed(String uri) {
        if (uri.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "the URI of Redis holds a password and would end in logs: leave it out, and"
                            + " set user and password");
        }
        if (uri.contains("-sentinel://") && !uri.matches(".*#.+")) {
            throw new IllegalArgumentException("sentinels watch more than one master: write which one after #, as in"
                    + " redis-sentinel://host1:26379,host2:26379#master");
        }
        try {
            RedisURI parsed = RedisURI.create(uri);
            if (!isSentinel(parsed)
                    && (parsed.getHost() == null || !SERVER.matcher(uri).matches() || parsed.getSocket() != null)) {
                throw new IllegalArgumentException("'" + uri + "' names no host of Redis: " + EXAMPLES);
            }
            return parsed;
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("'" + uri + "' is no address of Redis: " + EXAMPLES, malformed);
        }
    }

    static boolean isSentinel(RedisURI uri) {
        return !uri.getSentinels().isEmpty();
    }

    /** A server that the settings, Sentinel or Cluster named. */
    static RedisURI server(RedisSettings settings, String host, int port) {
        return uri(host, port, settings, settings.user(), settings.password());
    }

    static RedisURI sentinel(RedisSettings settings, String host, int port) {
        return uri(host, port, settings, null, settings.sentinelPassword());
    }

    private static RedisURI uri(String host, int port, RedisSettings settings, @Nullable String user,
            @Nullable Secret password) {
        RedisURI uri = RedisURI.Builder.redis(host, port).withSsl(parsed(settings.uris().getFirst()).isSsl())
                .withTimeout(settings.commandTimeout()).withClientName("kisum-gateway").build();
        if (password != null) {
            uri.setCredentialsProvider(new StaticCredentialsProvider(user, password.reveal().toCharArray()));
        }
        return uri;
    }

    /** For a connection to be open and to have greeted, each with its own timeout in the client; nothing is waited for longer. */
    static Duration patience(RedisSettings settings) {
        return settings.connectTimeout().plus(settings.commandTimeout().multipliedBy(4));
    }
}
