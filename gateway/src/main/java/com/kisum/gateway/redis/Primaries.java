package com.kisum.gateway.redis;

import com.kisum.gateway.fact.PushListener;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Which primary has a key, and who are they all? Follows the topology: what is new is connected to, what is gone is let go. What is
 * told of it to those who listen comes in the same order: first who the primaries are, then what each of them tells.
 */
final class Primaries {
    private static final Logger log = LoggerFactory.getLogger(Primaries.class);

    private final Lines lines;
    private final CircuitBreakerRegistry breakers;
    private final RedisMeters meters;
    private final Topology topology;
    private volatile Map<String, Serving> byId = Map.of();
    /** By slot, in Cluster; with one element where there are no slots. */
    private volatile @Nullable Serving[] bySlot = new Serving[1];
    private @Nullable PushListener listener;

    Primaries(Lines lines, Topology topology, CircuitBreakerRegistry breakers, RedisMeters meters) {
        this.lines = lines;
        this.topology = topology;
        this.breakers = breakers;
        this.meters = meters;
    }

    void open() {
        topology.follow(this::are);
    }

    /** From now on whatever Redis tells by itself is passed on, beginning with who the primaries are. */
    void follow(PushListener wanted) {
        lines.keeping().execute(() -> {
            listener = wanted;
            if (!byId.isEmpty()) {
                wanted.primaries(Set.copyOf(byId.keySet()));
                byId.values().forEach(serving -> serving.track(wanted, meters, topology::lookAgain));
            }
        });
    }

    /** Null while nobody is known to have it. */
    @Nullable
    Serving of(String key) {
        @Nullable Serving[] servers = bySlot;
        return servers.length == 1 ? servers[0] : servers[SlotHash.getSlot(key)];
    }

    /** An error is an outage, or what Redis refused. */
    <T> Mono<T> ask(RedisMeters.Call call, String key,
            BiFunction<RedisAsyncCommands<String, String>, ServerState, CompletionStage<T>> question) {
        return meters.timed(call, Mono.defer(() -> ask(of(key), question))
                .onErrorResume(failure -> Cause.isCode(failure, "MOVED"), moved -> ask(movedTo(moved), question)));
    }

    void close() {
        topology.close();
        byId.values().forEach(Serving::close);
    }

    private static <T> Mono<T> ask(@Nullable Serving serving,
            BiFunction<RedisAsyncCommands<String, String>, ServerState, CompletionStage<T>> question) {
        return serving == null ? Mono.error(new Cause.NotConnected()) : serving.asking().ask(question);
    }

    /** Once: {@code MOVED 3999 127.0.0.1:6381}. A server that is not known yet is found by looking again. */
    private @Nullable Serving movedTo(Throwable moved) {
        if (Cause.unwrapped(moved) instanceof RedisCommandExecutionException refused && refused.getMessage() != null) {
            String[] words = refused.getMessage().split(" ", -1);
            return words.length > 2 ? byId.get(words[2]) : null;
        }
        return null;
    }

    private void are(List<Primary> seen) {
        if (seen.equals(byId.values().stream().map(Serving::primary).toList())) {
            return;
        }
        Map<String, Serving> before = byId;
        Map<String, Serving> after = new LinkedHashMap<>();
        List<Serving> added = new ArrayList<>();
        for (Primary primary : seen) {
            Serving known = before.get(primary.id());
            if (known == null) {
                known = new Serving(primary, freeNumber(before, after), lines, breakers, topology::lookAgain);
                added.add(known);
            } else {
                known.become(primary);
            }
            after.put(primary.id(), known);
        }
        List<Serving> gone = before.values().stream().filter(serving -> !after.containsKey(serving.id())).toList();
        gone.forEach(Serving::silence);
        byId = after;
        bySlot = bySlot(after);
        meters.primaries(after.size());
        if (!added.isEmpty() || !gone.isEmpty()) {
            log.info("Redis' primaries are {}", after.keySet());
            tell(after, added);
        }
        gone.forEach(Serving::close);
    }

    private void tell(Map<String, Serving> after, List<Serving> added) {
        PushListener told = listener;
        if (told != null) {
            told.primaries(Set.copyOf(after.keySet()));
            added.forEach(serving -> serving.track(told, meters, topology::lookAgain));
        }
    }

    private static @Nullable Serving[] bySlot(Map<String, Serving> servers) {
        boolean cluster = servers.values().stream().anyMatch(serving -> serving.primary().slots() != null);
        @Nullable Serving[] table = new Serving[cluster ? SlotHash.SLOT_COUNT : 1];
        for (Serving serving : servers.values()) {
            IntStream.range(0, table.length).filter(serving.primary()::owns).forEach(slot -> table[slot] = serving);
        }
        return table;
    }

    private static int freeNumber(Map<String, Serving> before, Map<String, Serving> after) {
        return IntStream.iterate(0, number -> number + 1)
                .filter(number -> before.values().stream().noneMatch(serving -> serving.number() == number)
                        && after.values().stream().noneMatch(serving -> serving.number() == number))
                .findFirst().orElseThrow();
    }
}
