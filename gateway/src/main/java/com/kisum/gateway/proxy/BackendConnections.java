package com.kisum.gateway.proxy;

import com.kisum.gateway.door.Unsent;
import com.kisum.policy.route.Backend;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteTable;
import com.kisum.policy.route.Timeout;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import reactor.core.scheduler.Schedulers;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * How is each backend reached? Through a pool, a breaker and a bulkhead of its own, so that one backend's trouble stays its own.
 */
public final class BackendConnections implements AutoCloseable {
    private static final CircuitBreakerConfig BREAKER = CircuitBreakerConfig.custom()
            .slidingWindow(20, 10, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED,
                    CircuitBreakerConfig.SlidingWindowSynchronizationStrategy.LOCK_FREE)
            .failureRateThreshold(50).waitDurationInOpenState(Duration.ofSeconds(2))
            .automaticTransitionFromOpenToHalfOpenEnabled(true).permittedNumberOfCallsInHalfOpenState(3)
            // A head is in time or it is not; that is the route's to say.
            .slowCallDurationThreshold(Duration.ofDays(365))
            // The pool's timeout says that many ask.
            .ignoreExceptions(BodyTooLarge.class, BodyBroken.class, OurFault.class, TimeoutException.class)
            .build();

    private static final Duration SLACK = Duration.ofSeconds(5);

    private static final int MOST_OF_A_HEAD = 64 * 1024;

    /** The first handler of a backend's connection, behind TLS, that knows of HTTP. */
    static final String FIRST_OF_HTTP = "answer-heads-bytes";

    private final ProxySettings settings;
    private final StreamSettings streams;
    private final CircuitBreakerRegistry breakers;
    private final Map<Backend, Connection> byBackend = new ConcurrentHashMap<>();

    /**
     * What a request needs to reach its backend.
     *
     * @param uploads places for requests whose body is still to come: half of the connections, so that clients who are slow, or mean
     *                to be, leave the other half to those who have said what they want
     * @param streaming for what does not end by itself: a connection of its own for each, so that none of the pool's is taken for ever
     * @param streams places for these
     * @param unasked places for events that nobody has announced, on a connection of the pool: half of them
     */
    record Connection(HttpClient client, ConnectionProvider pool, String host, CircuitBreaker breaker,
            Bulkhead bulkhead, Semaphore uploads, HttpClient streaming, StreamPlaces streams, StreamPlaces unasked) {}

    public BackendConnections(ProxySettings settings, StreamSettings streams, CircuitBreakerRegistry breakers) {
        this.settings = settings;
        this.streams = streams;
        this.breakers = breakers;
    }

    /** How long a backend may be silent on this route while it is its turn, in nanoseconds; {@link Long#MAX_VALUE} for ever. */
    static long patience(Route route) {
        return switch (route.options().timeout()) {
            case Timeout.After(Duration duration) -> duration.toNanos();
            case Timeout.Unlimited _ -> Long.MAX_VALUE;
        };
    }

    /** The same for something that goes on. */
    long silence(Route route) {
        return Math.max(patience(route), streams.idleTimeout().toNanos());
    }

    Connection to(Route route) {
        Connection known = byBackend.get(route.backend());
        return known != null ? known : byBackend.computeIfAbsent(route.backend(), this::connection);
    }

    /**
     * Another policy has taken over: backends that it does not name are left. Not at once, since requests that began before may be
     * about to take a connection; what is in use then ends with its request.
     */
    public void keep(RouteTable policy) {
        Set<Backend> named = policy.routes().stream().map(Route::backend).collect(Collectors.toSet());
        List<Connection> left = byBackend.entrySet().stream().filter(known -> !named.contains(known.getKey()))
                .map(Map.Entry::getValue).toList();
        byBackend.keySet().retainAll(named);
        left.forEach(known -> Schedulers.parallel().schedule(() -> known.pool.disposeLater().subscribe(),
                settings.acquireTimeout().plus(SLACK).toMillis(), TimeUnit.MILLISECONDS));
    }

    private Connection connection(Backend backend) {
        URI url = backend.url();
        boolean secure = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
        ConnectionProvider pool = ConnectionProvider.builder("backend-" + backend.name())
                .maxConnections(settings.maxConnections()).pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(settings.acquireTimeout()).maxIdleTime(settings.idleTimeout())
                .evictInBackground(settings.idleTimeout()).metrics(false).lifo().build();
        HttpClient client = client(HttpClient.create(pool), url, port, secure);
        HttpClient streaming = client(HttpClient.create(ConnectionProvider.newConnection()), url, port, secure)
                .doOnChannelInit((observer, channel, address) -> channel.pipeline()
                        .addBefore(NettyPipeline.ReactiveBridge, HeldFrames.NAME, new HeldFrames()));
        return new Connection(client, pool, url.getRawAuthority(),
                breakers.circuitBreaker("backend-" + backend.name(), BREAKER),
                Bulkhead.of("backend-" + backend.name(), BulkheadConfig.custom()
                        .maxConcurrentCalls(settings.maxConcurrent()).maxWaitDuration(Duration.ZERO).build()),
                new Semaphore(half(settings.maxConnections())), streaming, new StreamPlaces(streams.most()),
                new StreamPlaces(half(settings.maxConnections())));
    }

    private static int half(int connections) {
        return Math.max(1, connections / 2);
    }

    private HttpClient client(HttpClient from, URI url, int port, boolean secure) {
        HttpClient client = from
                .remoteAddress(() -> InetSocketAddress.createUnresolved(url.getHost(), port))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(settings.connectTimeout().toMillis()))
                .disableRetry(false).followRedirect(false).compress(false)
                .doOnChannelInit((observer, channel, address) -> {
                    Unsent.bound(channel);
                    BackendSilence.watch(channel.pipeline(), settings.stallTimeout().toNanos());
                    if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
                        AnswerHeads heads = new AnswerHeads();
                        channel.pipeline().replace(NettyPipeline.HttpCodec, NettyPipeline.HttpCodec,
                                new BackendCodec(new HttpDecoderConfig().setMaxHeaderSize(MOST_OF_A_HEAD)));
                        channel.pipeline().addBefore(NettyPipeline.HttpCodec, FIRST_OF_HTTP, heads.bytes())
                                .addAfter(NettyPipeline.HttpCodec, "interim-answers", new InterimAnswers())
                                .addAfter(NettyPipeline.HttpCodec, "answer-heads", heads.messages());
                    }
                });
        return secure ? client.secure() : client;
    }

    /** Begins to close every connection and waits for none. More than once does no harm. */
    @Override
    public void close() {
        byBackend.values().forEach(known -> known.pool.disposeLater().onErrorComplete().subscribe());
    }
}
