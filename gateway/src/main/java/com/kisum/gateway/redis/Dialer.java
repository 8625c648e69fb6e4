package com.kisum.gateway.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * How is a connection opened? Never again by itself: a connection that the client brought back behind our back would look as
 * before, and have told of nothing meanwhile. So whoever holds one hears of its end and opens another.
 */
final class Dialer implements AutoCloseable {
    private static final int MOST_WAITING_COMMANDS = 20_000;
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final ClientResources resources;
    private final RedisClient client;
    private final RedisSettings settings;
    private final Queue<CompletableFuture<?>> underWay = new ConcurrentLinkedQueue<>();

    Dialer(RedisSettings settings) {
        this.settings = settings;
        this.resources = ClientResources.builder().build();
        this.client = RedisClient.create(resources);
        client.setOptions(options(ClientOptions.builder(), settings).build());
    }

    /** The same for every client of ours. */
    static <B extends ClientOptions.Builder> B options(B builder, RedisSettings settings) {
        builder.autoReconnect(false).protocolVersion(ProtocolVersion.RESP3)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS).requestQueueSize(MOST_WAITING_COMMANDS)
                // A timeout stands where the command is sent.
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(
                        SocketOptions.builder().connectTimeout(settings.connectTimeout()).tcpNoDelay(true).build());
        return builder;
    }

    ClientResources resources() {
        return resources;
    }

    CompletableFuture<StatefulRedisConnection<String, String>> server(RedisURI uri) {
        return closingTheLate(remembered(client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture()));
    }

    CompletableFuture<StatefulRedisSentinelConnection<String, String>> sentinel(RedisURI uri) {
        return remembered(client.connectSentinelAsync(StringCodec.UTF8, uri)).orTimeout(
                RedisAddress.patience(settings).toMillis(), TimeUnit.MILLISECONDS);
    }

    private <C> CompletableFuture<C> remembered(CompletableFuture<C> connecting) {
        underWay.removeIf(CompletableFuture::isDone);
        underWay.add(connecting);
        return connecting;
    }

    /** One that is open after nobody waits any more would stay open for ever. */
    private CompletableFuture<StatefulRedisConnection<String, String>> closingTheLate(
            CompletableFuture<StatefulRedisConnection<String, String>> opening) {
        CompletableFuture<StatefulRedisConnection<String, String>> waited = opening.copy()
                .orTimeout(RedisAddress.patience(settings).toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<?> _ = opening.whenComplete((connection, failure) -> {
            if (connection != null && waited.isCompletedExceptionally()) {
                CompletableFuture<Void> _ = connection.closeAsync();
            }
        });
        return waited;
    }

    /** Those under way are waited for: the loops would end without them, and neither tell anyone nor give back what they hold. */
    @Override
    public void close() {
        CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new)).exceptionally(_ -> null)
                .completeOnTimeout(null, RedisAddress.patience(settings).toMillis(), TimeUnit.MILLISECONDS).join();
        client.shutdown(Duration.ZERO, CLOSING);
        resources.shutdown(0, CLOSING.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly(
                CLOSING.toMillis());
    }
}
