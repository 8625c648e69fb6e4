package com.kisum.gateway.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import io.lettuce.core.sentinel.api.async.RedisSentinelAsyncCommands;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom do the sentinels call the master? All of them are asked, twice per heartbeat, and the answer of the highest configuration
 * epoch counts: a sentinel that was cut off may still name the old master, but under an older epoch. If none answers, what was
 * known stays: the sentinels are not in the way of requests.
 */
final class SentinelTopology implements Topology {
    private static final Logger log = LoggerFactory.getLogger(SentinelTopology.class);

    private final RedisSettings settings;
    private final ScheduledExecutorService keeping;
    private final Looks looks;
    private final String master;
    private final List<Sentinel> sentinels = new ArrayList<>();
    private @Nullable Consumer<List<Primary>> listener;
    private boolean silent;

    SentinelTopology(RedisSettings settings, Dialer dialer, ScheduledExecutorService keeping) {
        this.settings = settings;
        this.keeping = keeping;
        this.looks = new Looks(keeping, settings.heartbeat().dividedBy(2), this::look);
        RedisURI uri = RedisAddress.parsed(settings.uris().getFirst());
        this.master = uri.getSentinelMasterId();
        for (RedisURI sentinel : uri.getSentinels()) {
            sentinels.add(new Sentinel(dialer,
                    RedisAddress.sentinel(settings, sentinel.getHost(), sentinel.getPort())));
        }
    }

    @Override
    public void follow(Consumer<List<Primary>> told) {
        keeping.execute(() -> {
            listener = told;
            looks.begin();
        });
    }

    @Override
    public void lookAgain() {
        looks.again();
    }

    @Override
    public void close() {
        // Its connections end with their client, as all do.
    }

    private void look() {
        List<CompletableFuture<@Nullable View>> asked = sentinels.stream().map(this::ask).toList();
        CompletableFuture<?> _ = CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .whenCompleteAsync((_, _) -> concluded(asked), keeping);
    }

    private CompletableFuture<@Nullable View> ask(Sentinel sentinel) {
        return sentinel.ask(master).orTimeout(settings.commandTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    log.debug("a sentinel did not say who the master is: {}", Cause.of(failure));
                    return null;
                });
    }

    private void concluded(List<CompletableFuture<@Nullable View>> asked) {
        List<View> views = new ArrayList<>();
        for (CompletableFuture<@Nullable View> answer : asked) {
            View view = answer.join();
            if (view != null) {
                views.add(view);
            }
        }
        views.stream().max(Comparator.comparingLong(View::epoch)).ifPresentOrElse(this::tell, this::nobodySays);
        looks.ended(views.isEmpty());
    }

    private void tell(View view) {
        silent = false;
        if (listener != null) {
            listener.accept(List.of(new Primary(view.host(), view.port(), null, view.replicated())));
        }
    }

    private void nobodySays() {
        if (!silent) {
            log.warn("no sentinel says who the master '{}' is", master);
        }
        silent = true;
    }

    /** What one sentinel believes. */
    private record View(long epoch, String host, int port, boolean replicated) {}

    /** One of those who watch; its connection is opened when it is asked and there is none. */
    private static final class Sentinel {
        private final Dialer dialer;
        private final RedisURI uri;
        private volatile @Nullable StatefulRedisSentinelConnection<String, String> connection;
        private @Nullable CompletableFuture<?> dialing;

        Sentinel(Dialer dialer, RedisURI uri) {
            this.dialer = dialer;
            this.uri = uri;
        }

        CompletableFuture<@Nullable View> ask(String master) {
            StatefulRedisSentinelConnection<String, String> open = connection;
            if (open != null && open.isOpen()) {
                return asked(open.async(), master);
            }
            if (dialing == null || dialing.isDone()) {
                dialing = dialer.sentinel(uri).thenAccept(this::hold);
            }
            return dialing.copy().thenCompose(_ -> {
                StatefulRedisSentinelConnection<String, String> opened = connection;
                return opened == null
                        ? CompletableFuture.failedFuture(new Cause.NotConnected())
                        : asked(opened.async(), master);
            });
        }

        private void hold(StatefulRedisSentinelConnection<String, String> opened) {
            StatefulRedisSentinelConnection<String, String> before = connection;
            connection = opened;
            if (before != null) {
                CompletableFuture<Void> _ = before.closeAsync();
            }
        }

        private static CompletableFuture<@Nullable View> asked(RedisSentinelAsyncCommands<String, String> sentinel,
                String master) {
            // The address from here: while a fail-over is under way it is the new one already, and so is the epoch.
            CompletableFuture<InetSocketAddress> address = sentinel.getMasterAddrByName(master).toCompletableFuture()
                    .thenApply(InetSocketAddress.class::cast);
            CompletableFuture<Map<String, String>> known = sentinel.master(master).toCompletableFuture();
            CompletableFuture<List<Map<String, String>>> replicas = sentinel.replicas(master).toCompletableFuture();
            return CompletableFuture.allOf(address, known, replicas)
                    .thenApply(_ -> new View(Long.parseLong(known.join().getOrDefault("config-epoch", "0")),
                            address.join().getHostString(), address.join().getPort(),
                            replicas.join().stream().anyMatch(Sentinel::isUp)));
        }

        private static boolean isUp(Map<String, String> replica) {
            String flags = replica.getOrDefault("flags", "");
            return !flags.contains("_down") && !flags.contains("disconnected");
        }
    }
}
