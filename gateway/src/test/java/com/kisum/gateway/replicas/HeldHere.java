package com.kisum.gateway.replicas;

import com.kisum.gateway.access.AccessBounds;
import com.kisum.gateway.access.AccessLookup;
import com.kisum.gateway.access.CachedAccess;
import com.kisum.gateway.fact.FactCache;
import com.kisum.gateway.fact.FactDesk;
import com.kisum.gateway.fact.FactPushes;
import com.kisum.gateway.fact.FactTimes;
import com.kisum.gateway.fact.Loads;
import com.kisum.gateway.fact.Pointers;
import com.kisum.gateway.fact.SharedFacts;
import com.kisum.gateway.fact.Tracked;
import com.kisum.gateway.fact.Watches;
import com.kisum.gateway.identity.Bearer;
import com.kisum.gateway.identity.Identification;
import com.kisum.gateway.identity.Identity;
import com.kisum.gateway.identity.SessionFacts;
import com.kisum.gateway.identity.UserFacts;
import com.kisum.gateway.record.DecisionLog;
import com.kisum.gateway.record.FactMetrics;
import com.kisum.gateway.record.Recorder;
import com.kisum.gateway.replicas.Truth.Person;
import com.kisum.policy.access.Vocabulary;
import com.kisum.policy.file.PolicyFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What one replica holds, without its HTTP: for numbers that HTTP would make slow. Times are those of a gateway that nobody told otherwise. */
final class HeldHere implements AutoCloseable {
    static final Duration RELOAD_AFTER = Duration.ofSeconds(60);
    static final Duration MAX_STALENESS = Duration.ofSeconds(5);

    final Neighbours neighbours;
    final CachedAccess access;
    final Identification identification;
    final FactPushes pushes;
    private final Vocabulary vocabulary = vocabulary();
    private final DecisionLog log;

    HeldHere(Truth truth, Pointers pointers, SharedFacts shared, AccessBounds bounds) {
        this(truth, pointers, shared, bounds, System::nanoTime);
    }

    HeldHere(Truth truth, Pointers pointers, SharedFacts shared, AccessBounds bounds, LongSupplier clock) {
        neighbours = new Neighbours(truth.ports());
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        log = new DecisionLog(meters);
        Recorder recorder = new Recorder(log, meters);
        FactDesk desk = new FactDesk(pointers, new Watches(), new Tracked(), new FactTimes(RELOAD_AFTER,
                MAX_STALENESS, Duration.ofMillis(2_500), Duration.ofMillis(50)), clock,
                Schedulers.parallel(), new FactMetrics(meters));
        Loads loads = new Loads(200);
        access = new CachedAccess(neighbours.membershipSource(), neighbours.entitlementSource(), shared, desk, bounds,
                loads, InstantSource.system(), recorder);
        identification = new Identification(truth.ports().tokens(),
                new FactCache<>(new SessionFacts(neighbours.sessionSource(), InstantSource.system(), desk.clock()),
                        desk, loads, 200_000),
                new FactCache<>(new UserFacts(neighbours.userSource(), desk.clock()), desk, loads, 200_000), recorder);
        pushes = new FactPushes(desk, List.of(access, identification));
    }

    private static Vocabulary vocabulary() {
        try {
            byte[] routes = Files.readAllBytes(TwoReplicas.routes());
            return ((PolicyFile.Compiled) PolicyFile.compile("routes.yml", routes, _ -> "http://127.0.0.1:1")).table()
                    .vocabulary();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Bearer bearer(Person person) {
        return new Bearer(person.user(), person.session(), 1, person.token(), Instant.MAX);
    }

    Mono<AccessLookup.Found> access(Person person) {
        return access.of(bearer(person), person.company(), true, vocabulary, Duration.ZERO);
    }

    /** As a request of a route that asks for membership only. */
    Mono<AccessLookup.Found> membership(Person person) {
        return access.of(bearer(person), person.company(), false, vocabulary, Duration.ZERO);
    }

    Mono<Identity> standing(Person person) {
        return identification.standing(bearer(person), Duration.ZERO);
    }

    /** As a request asks: for everything at once. */
    Mono<Asked> ask(Person person) {
        return Mono.zip(standing(person), access(person), Asked::new);
    }

    /** Both answers. */
    record Asked(Identity identity, AccessLookup.Found access) {}

    @Override
    public void close() {
        log.close();
    }
}
