package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/** How does the gateway stop? After its last answer, and not later. */
@ExtendWith(OutputCaptureExtension.class)
final class ShutdownTest {
    private static final int PATIENCE_SECONDS = 20;

    /** What happened, in its order. */
    private final List<String> story = new CopyOnWriteArrayList<>();
    private final CountDownLatch refusing = new CountDownLatch(1);

    private ProxyUnderTest gateway(String... settings) {
        return ProxyUnderTest.start(context -> context.registerBean(Readiness.class, () -> new Readiness(this)),
                settings);
    }

    /** Listens to what the readiness probe will say. */
    private record Readiness(
            ShutdownTest test) implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {
        @Override
        public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
            if (event.getState() == ReadinessState.REFUSING_TRAFFIC) {
                test.story.add("refusing");
                test.refusing.countDown();
            }
        }
    }

    private CompletableFuture<Void> closing(ProxyUnderTest gateway) {
        return CompletableFuture.runAsync(() -> {
            gateway.application().close();
            story.add("closed");
        });
    }

    private void awaitRefusing() throws InterruptedException {
        assertThat(refusing.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitNobodyListens(int port) {
        assertThatThrownBy(() -> {
            while (true) {
                try (RawClient client = RawClient.to(port)) {
                    client.send("GET /open/later HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").answerIfAny();
                }
            }
        }).isInstanceOf(ConnectException.class);
    }

    @Test
    void whatIsInFlightIsAnsweredAndNothingElseIsTakenOn() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch let = new CountDownLatch(1);
        try (ProxyUnderTest gateway = gateway()) {
            int port = gateway.port();
            gateway.backend.does(talk -> {
                if (talk.head().target().equals("/open/slow")) {
                    asked.countDown();
                    let.await();
                }
                talk.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
            });
            try (RawClient busy = gateway.client(); RawClient idle = gateway.client()) {
                assertThat(idle.send(ProxyUnderTest.request("GET", "/open/a", "")).answer().names())
                        .as("a connection is kept").doesNotContain("connection");
                busy.send(ProxyUnderTest.request("GET", "/open/slow", ""));
                assertThat(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
                CompletableFuture<Void> closing = closing(gateway);
                awaitRefusing();
                assertThat(idle.answerIfAny()).as("the idle connection has ended").isEmpty();
                awaitNobodyListens(port);
                assertThat(closing).isNotDone();
                assertThat(story).containsExactly("refusing");
                let.countDown();
                RawMessage answer = busy.answer();
                story.add("answered");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).isEqualTo("done");
                assertThat(answer.all("connection")).containsExactly("close");
                closing.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        }
        assertThat(story.getFirst()).isEqualTo("refusing");
        assertThat(story).contains("answered", "closed");
    }

    /** Its phase may take as long as a day: who waits for it to run out, waits in vain. */
    @Test
    void whereNothingIsInFlightNothingIsWaitedFor() throws Exception {
        try (ProxyUnderTest gateway = gateway("--spring.lifecycle.timeout-per-shutdown-phase=1d");
                RawClient idle = gateway.client();
                RawClient silent = gateway.client();
                RawClient halfSaid = gateway.client();
                RawClient unread = gateway.client();
                RawClient management = RawClient.to(gateway.managementPort())) {
            idle.send(ProxyUnderTest.request("GET", "/open/a", "")).answer();
            halfSaid.send("GET /open/a HT");
            unread.send(ProxyUnderTest.request("POST", "/me/a", "Content-Length: 100000\r\n") + "a beginning");
            assertThat(unread.answer().status()).isEqualTo(401);
            management.send("GET /actuator/health/liveness HTTP/1.1\r\nHost: a\r\n\r\n").head();
            closing(gateway).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(silent.answerIfAny()).isEmpty();
            assertThat(halfSaid.answerIfAny()).isEmpty();
        }
        assertThat(story.getLast()).isEqualTo("closed");
    }

    /** After the server and what it waits for, before the event loops: asks in between. */
    private record InBetween(CountDownLatch closed, AtomicBoolean sawItClosed) implements SmartLifecycle {
        @Override
        public void start() {}

        @Override
        public void stop() {
            try {
                sawItClosed.set(closed.await(5, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public int getPhase() {
            return 500;
        }
    }

    /** Who closes a connection without a loop fails, and says so with a stack trace. */
    @Test
    void whatIsOpenToBackendsIsClosedWhileThereAreEventLoopsToDoSo(CapturedOutput output) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        AtomicBoolean sawItClosed = new AtomicBoolean();
        try (ProxyUnderTest gateway = ProxyUnderTest
                .start(context -> context.registerBean(InBetween.class, () -> new InBetween(closed, sawItClosed)))) {
            gateway.backend.does(talk -> {
                talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                talk.awaitClose();
                closed.countDown();
            });
            assertThat(gateway.get("/open/a", "").status()).isEqualTo(200);
            closing(gateway).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(sawItClosed).isTrue();
        assertThat(output.getAll()).doesNotContain("onErrorDropped", "RejectedExecutionException");
    }

    @Test
    void whatDoesNotComeToAnEndIsCutOff() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ProxyUnderTest gateway = gateway("--spring.lifecycle.timeout-per-shutdown-phase=300ms");
                RawClient client = gateway.client()) {
            gateway.backend.does(talk -> {
                asked.countDown();
                talk.awaitClose();
            });
            client.send(ProxyUnderTest.request("GET", "/open/endless", ""));
            assertThat(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            closing(gateway).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(client.answerIfAny()).isEmpty();
        }
    }
}
