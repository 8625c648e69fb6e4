package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.replicas.Truth.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two gateways before one backend, with short times, so that what is awaited comes soon. */
final class TwoReplicas implements AutoCloseable {
    static final Duration RELOAD_AFTER = Duration.ofSeconds(2);
    static final Duration MAX_STALENESS = Duration.ofSeconds(1);
    static final Duration STALE = Duration.ofSeconds(4);
    /** Far more than anything here takes, for a machine that has other things to do. */
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ROUTES = """
            version: 1
            modules:
              promoter: { type: base, permissions: [promoter.events.read] }
            backends:
              any:  { url: "${BACKEND_URL}" }
              live: { url: "${LIVE_URL:http://127.0.0.1:1}" }
            defaults: { timeout: 5s }
            routes:
              - { id: events,  match: ANY /events/**,  backend: any, require: { permission: promoter.events.read } }
              - { id: lenient, match: ANY /lenient/**, backend: any, require: { permission: promoter.events.read },
                  onOutage: stale 4s }
              - { id: patient, match: ANY /patient/**, backend: any, require: { permission: promoter.events.read },
                  onOutage: stale 5m }
              - { id: member,  match: ANY /member/**,  backend: any, access: member }
              - { id: live,    match: GET /live/**,    backend: live, require: { permission: promoter.events.read },
                  websocket: true }
              - { id: per-address, match: GET /per-address, backend: any, access: authenticated,
                  rateLimit: 2/h per address }
              - { id: per-user, match: GET /per-user, backend: any, access: authenticated, rateLimit: 20/h per user }
              - { id: per-user-often, match: GET /often, backend: any, access: authenticated, rateLimit: 5/s per user }
              - { id: per-user-member, match: GET /member-per-user, backend: any, access: member,
                  rateLimit: 2/h per user }
              - { id: per-company, match: GET /per-company, backend: any, require: { permission: promoter.events.read },
                  rateLimit: 20/h per company }
              - { id: shadow, match: GET /shadow, backend: any, require: { permission: promoter.events.read },
                  mode: shadow, rateLimit: 2/h per user }
            """;
    static final List<String> SHORT_TIMES = List.of("--gateway.access.reload-after=" + RELOAD_AFTER.toMillis() + "ms",
            "--gateway.access.max-staleness=" + MAX_STALENESS.toMillis() + "ms", "--gateway.access.patience=1s",
            "--gateway.redis.heartbeat=200ms", "--gateway.redis.command-timeout=250ms");

    final Truth truth = new Truth();
    final Replica one;
    final Replica other;
    private final EveryRequest backend = new EveryRequest();

    /** How one of them is started. */
    interface Start {
        Replica of(Truth truth, String backend, Path routes, String redis, List<String> settings);
    }

    TwoReplicas(String redisOfOne, String redisOfOther, List<String> settings) {
        this(Replica::start, redisOfOne, redisOfOther, settings);
    }

    TwoReplicas(Start start, String redisOfOne, String redisOfOther, List<String> settings) {
        Path routes = routes();
        one = start.of(truth, backend.url(), routes, redisOfOne, settings);
        other = start.of(truth, backend.url(), routes, redisOfOther, settings);
        awaitTold();
    }

    static Path routes() {
        try {
            Path routes = Files.createTempFile("replicas", ".yml");
            routes.toFile().deleteOnExit();
            return Files.writeString(routes, ROUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Replica> both() {
        return List.of(one, other);
    }

    /** Until each hears from Redis, and is heard. */
    void awaitTold() {
        awaitTold(PATIENCE);
    }

    void awaitTold(Duration patience) {
        for (Replica replica : both()) {
            await().atMost(patience).pollInterval(Duration.ofMillis(20))
                    .until(() -> replica.measured("gateway.access.heartbeat.age") < 0.5);
            await().atMost(patience).pollInterval(Duration.ofMillis(20))
                    .until(() -> replica.announce("{\"company\":\"any\",\"entitlementVersion\":0}").status() == 204);
        }
    }

    /** Someone both hold everything of. */
    Person known() {
        Person person = truth.newcomer();
        for (Replica replica : both()) {
            becomes(replica, person, "200");
        }
        return person;
    }

    Told becomes(Replica replica, Person person, String answer) {
        return becomes(replica, person, "GET", "/events/1", answer);
    }

    Told becomes(Replica replica, Person person, String method, String path, String answer) {
        List<Told> last = new ArrayList<>();
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).untilAsserted(() -> {
            Told told = replica.ask(person, method, path);
            last.add(told);
            assertThat(told.answer()).isEqualTo(answer);
        });
        return last.getLast();
    }

    /** The other one. */
    Replica beside(Replica replica) {
        return replica == one ? other : one;
    }

    @Override
    public void close() {
        one.close();
        other.close();
        backend.close();
    }
}
