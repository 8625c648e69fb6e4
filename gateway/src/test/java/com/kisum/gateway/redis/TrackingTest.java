package com.kisum.gateway.redis;

import static com.kisum.gateway.fact.Examples.company;
import static com.kisum.gateway.fact.Examples.membership;
import static com.kisum.gateway.fact.Examples.session;
import static com.kisum.gateway.fact.Examples.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.fact.Heard;
import com.kisum.gateway.fact.Heard.Event;
import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.fact.PushListener;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.UserId;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Does Redis tell, and is it known when it does not? */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrackingTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(200);

    private final RedisProcess server = RedisProcess.start();
    private final RedisClient client = RedisClient.create(server.uri());
    private final RedisCommands<String, String> another = client.connect().sync();

    @AfterAll
    void end() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        server.close();
    }

    private StoreUnderTest listening(String uri) {
        return StoreUnderTest.listening(RedisSettings.at(uri).withHeartbeat(HEARTBEAT), 1);
    }

    @Test
    void itIsToldInThisOrderWhoThePrimaryIsThatItIsArmedAndThatItBeats() {
        try (StoreUnderTest store = listening(server.uri())) {
            List<Event> events = store.heard.events();
            assertThat(events.get(0)).isInstanceOf(Event.Primaries.class);
            assertThat(events.get(1)).isInstanceOf(Event.Armed.class);
            Event.Armed armed = (Event.Armed) events.get(1);
            Event.Heartbeat beat = store.heard.all(Event.Heartbeat.class).getFirst();
            assertThat(beat.primary()).isEqualTo(armed.primary());
            assertThat(beat.writtenNanos()).isGreaterThanOrEqualTo(armed.nanos()).isLessThan(System.nanoTime());
        }
    }

    @Test
    void whatAnotherChangesIsTold() {
        try (StoreUnderTest store = listening(server.uri())) {
            another.set("access-version:company:acme", "5");
            another.set("access-version:membership:m-1", "5");
            another.set("access-version:user:ada", "5");
            another.set("access-version:session:s-1", "revoked");
            another.set("access-member:acme:ada", "m-1");

            for (Pointer moved : List.of(company("acme"), membership("m-1"), user("ada"), session("s-1"))) {
                store.heard.awaitMoved(0, moved);
            }
            store.heard.awaited(0, new Event.Renamed(new CompanyId("acme"), new UserId("ada"))::equals);
        }
    }

    @Test
    void whatExpiresOrIsDeletedIsTold() {
        try (StoreUnderTest store = listening(server.uri())) {
            another.set("access-version:company:short", "5", SetArgs.Builder.px(30));
            another.set("access-version:company:long", "5");
            store.heard.awaitMoved(0, company("long"));
            int before = store.heard.size();
            another.del("access-version:company:long");

            store.heard.awaitMoved(before, company("long"));
            await().atMost(RedisProcess.PATIENCE).until(() -> store.heard.all(Event.Moved.class).stream()
                    .filter(new Event.Moved(company("short"))::equals).count() >= 2);
        }
    }

    @Test
    void keysThatAreNotOursAreIgnored() {
        try (StoreUnderTest store = listening(server.uri())) {
            int before = store.heard.size();
            another.set("access-version:", "1");
            another.set("access-version:company:", "1");
            another.set("access-version:company:a:b", "1");
            another.set("access-version:planet:mars", "1");
            another.set("access-member:acme", "1");
            another.set("access-version:~another-0", "1");
            another.set("access-version:company:sign", "1");

            store.heard.awaitMoved(before, company("sign"));
            assertThat(store.heard.events().subList(before, store.heard.size()))
                    .filteredOn(event -> !(event instanceof Event.Heartbeat))
                    .containsOnly(new Event.Moved(company("sign")));
            assertThat(store.meters.counter("redis.strange", "what", "pushed_key").count()).isEqualTo(5);
        }
    }

    @Test
    void aCutConnectionIsLostAtOnceAndArmedAgain() {
        try (RedisRelay relay = new RedisRelay(server.port()); StoreUnderTest store = listening(relay.uri())) {
            int before = store.heard.size();
            long cut = System.nanoTime();
            relay.cut();

            Event lost = store.heard.awaited(before, Event.Lost.class::isInstance);
            assertThat(Duration.ofNanos(System.nanoTime() - cut)).isLessThan(Duration.ofSeconds(1));
            int after = store.heard.events().indexOf(lost);
            Event armed = store.heard.awaited(after, Event.Armed.class::isInstance);
            assertThat(((Event.Armed) armed).nanos()).isGreaterThan(cut);
            store.heard.awaited(store.heard.events().indexOf(armed), Event.Heartbeat.class::isInstance);
            another.set("access-version:company:again", "5");
            store.heard.awaitMoved(after, company("again"));
        }
    }

    @Test
    void nothingBeatsWhileTheWireIsSilentAndItIsLost() {
        try (RedisRelay relay = new RedisRelay(server.port()); StoreUnderTest store = listening(relay.uri())) {
            relay.fallsSilent();
            long silent = System.nanoTime();
            int before = store.heard.size();

            Event lost = store.heard.awaited(before, Event.Lost.class::isInstance);
            assertThat(store.heard.all(Event.Heartbeat.class).getLast().writtenNanos()).isLessThan(silent);
            assertThat(Duration.ofNanos(System.nanoTime() - silent)).isLessThan(HEARTBEAT.multipliedBy(10));
            assertThat(store.meters.get("redis.tracking.armed").gauge().value()).isZero();

            relay.isWell();
            store.heard.awaited(store.heard.events().lastIndexOf(lost), Event.Heartbeat.class::isInstance);
            assertThat(store.meters.get("redis.tracking.armed").gauge().value()).isEqualTo(1);
        }
    }

    @Test
    void aHeartbeatProvesThatWhatChangedBeforeWasTold() {
        try (StoreUnderTest store = listening(server.uri())) {
            for (int round = 0; round < 10; round++) {
                int before = store.heard.size();
                for (int i = 0; i < 500; i++) {
                    another.set("access-version:company:r" + round + "-" + i, "1");
                }
                long changed = System.nanoTime();
                Event beat = store.heard.awaited(before,
                        event -> event instanceof Event.Heartbeat(String _, long written) && written > changed);
                List<Event> events = store.heard.events();
                List<Event> told = events.subList(before, events.indexOf(beat));
                assertThat(told.stream().filter(Event.Moved.class::isInstance)).hasSize(500);
            }
        }
    }

    @Test
    void whatCouldNotBePassedOnEndsTheConnectionAsIfItHadBeenLost() {
        AtomicBoolean broken = new AtomicBoolean();
        try (StoreUnderTest store = StoreUnderTest
                .opening(RedisSettings.at(server.uri()).withHeartbeat(HEARTBEAT))) {
            PushListener brittle = (PushListener) Proxy.newProxyInstance(getClass().getClassLoader(),
                    new Class<?>[]{PushListener.class}, (_, method, arguments) -> {
                        if (method.getName().equals("moved") && broken.getAndSet(false)) {
                            throw new IllegalStateException("a bug");
                        }
                        return method.invoke(store.heard, arguments);
                    });
            store.store.follow(brittle);
            store.heard.awaitHeartbeatsOf(1);
            int before = store.heard.size();
            broken.set(true);
            another.set("access-version:company:unlucky", "5");

            Event lost = store.heard.awaited(before, Event.Lost.class::isInstance);
            store.heard.awaited(store.heard.events().lastIndexOf(lost), Event.Armed.class::isInstance);
        }
    }

    @Test
    void aServerThatIsNoPrimaryNeitherBeatsNorAnswers() {
        try (RedisProcess follower = RedisProcess.start("--replicaof", "127.0.0.1", Integer.toString(server.port()));
                StoreUnderTest store = StoreUnderTest
                        .opening(RedisSettings.at(follower.uri()).withHeartbeat(HEARTBEAT))) {
            store.store.follow(store.heard);

            store.heard.awaited(0, Event.Lost.class::isInstance);
            assertThat(store.heard.all(Event.Heartbeat.class)).isEmpty();
            assertThat(store.read(company("acme"))).hasToString("Unreachable[cause=no connection to Redis]");

            follower.said("REPLICAOF NO ONE");
            store.heard.awaitHeartbeatsOf(1);
        }
    }

    @Test
    void aRestartedServerIsFoundAgain() {
        try (RedisProcess mortal = RedisProcess.start(); StoreUnderTest store = listening(mortal.uri())) {
            int before = store.heard.size();
            mortal.restart();
            Heard heard = store.heard;
            Event armed = heard.awaited(before, Event.Armed.class::isInstance);
            heard.awaited(heard.events().indexOf(armed), Event.Heartbeat.class::isInstance);
            store.awaitReachable();
        }
    }
}
