package com.kisum.gateway.access;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Is Redis there? Connected to in the background, again and again until it works and whenever it breaks, and nobody waits: a
 * gateway without Redis asks the sources. What is asked while the connection is down is refused at once, never queued.
 */
public final class RedisConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);
    /** All is well ten seconds after an outage, so trying again must not take long. */
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);
    private static final Duration ENDING = Duration.ofSeconds(1);

    private final ClientResources resources;
    private final RedisClient client;
    private final Disposable connecting;
    private volatile @Nullable StatefulRedisConnection<String, String> connection;

    public RedisConnection(URI uri, Duration connectTimeout, Duration commandTimeout) {
        resources = ClientResources.builder().reconnectDelay(Delay.constant(BETWEEN_ATTEMPTS)).build();
        client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                .socketOptions(SocketOptions.builder().connectTimeout(connectTimeout).keepAlive(true).build())
                .timeoutOptions(TimeoutOptions.enabled(commandTimeout))
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS).build());
        RedisURI target = RedisURI.create(uri);
        // Afterwards it reconnects by itself, but the first connection is ours to repeat. Off the event loop: looking up a name may
        // block.
        connecting = Mono.defer(() -> Mono.fromCompletionStage(client.connectAsync(StringCodec.UTF8, target)))
                .subscribeOn(Schedulers.boundedElastic())
                .doOnError(error -> LOG.debug("Redis cannot be reached", error))
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, BETWEEN_ATTEMPTS)).subscribe(made -> connection = made,
                        bug -> LOG.error("the connection to Redis is not tried any more", bug));
    }

    public boolean isOpen() {
        StatefulRedisConnection<String, String> made = connection;
        return made != null && made.isOpen();
    }

    /** The quiet period of the library waits for work that nobody gives it any more. */
    @Override
    public void close() {
        connecting.dispose();
        client.shutdown(Duration.ZERO, ENDING);
        resources.shutdown(0, ENDING.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly(ENDING.toMillis());
    }
}
