package com.kisum.gateway.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which nodes of a Cluster own slots, and which? The client asks the nodes and chooses among their views; it does nothing else
 * for us. We look every five seconds, and as soon as a node answers that a key is elsewhere.
 */
final class ClusterTopology implements Topology {
    private static final Logger log = LoggerFactory.getLogger(ClusterTopology.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final RedisClusterClient client;
    private final ScheduledExecutorService keeping;
    private final Looks looks;
    private @Nullable Consumer<List<Primary>> listener;
    private boolean silent;

    ClusterTopology(RedisSettings settings, Dialer dialer, ScheduledExecutorService keeping) {
        this.keeping = keeping;
        List<RedisURI> nodes = settings.uris().stream().map(RedisAddress::parsed)
                .map(node -> RedisAddress.server(settings, node.getHost(), node.getPort())).toList();
        this.client = RedisClusterClient.create(dialer.resources(), nodes);
        client.setOptions(Dialer.options(ClusterClientOptions.builder(), settings).build());
        this.looks = new Looks(keeping, PAUSE, this::look);
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
        client.shutdown(Duration.ZERO, CLOSING);
    }

    private void look() {
        CompletableFuture<?> _ = client.refreshPartitionsAsync().toCompletableFuture().copy()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenCompleteAsync((_, failure) -> concluded(failure), keeping);
    }

    private void concluded(@Nullable Throwable failure) {
        if (failure == null) {
            List<Primary> primaries = primaries(client.getPartitions());
            silent = false;
            if (listener != null && !primaries.isEmpty()) {
                listener.accept(primaries);
            }
        } else {
            // What was known stays; a node that is lost shows on its own connections.
            if (!silent) {
                log.warn("no node of the Cluster says who owns what: {}", Cause.of(failure));
            }
            silent = true;
        }
        looks.ended(failure != null);
    }

    private List<Primary> primaries(Partitions nodes) {
        List<Primary> primaries = new ArrayList<>();
        for (RedisClusterNode node : nodes) {
            if (node.is(NodeFlag.UPSTREAM) && !node.hasNoSlots() && !node.is(NodeFlag.NOADDR)) {
                BitSet slots = new BitSet();
                node.forEachSlot(slots::set);
                boolean replicated = nodes.stream()
                        .anyMatch(other -> node.getNodeId().equals(other.getSlaveOf()) && !other.is(NodeFlag.FAIL));
                primaries.add(
                        new Primary(node.getUri().getHost(), node.getUri().getPort(), slots, replicated));
            }
        }
        return primaries;
    }
}
