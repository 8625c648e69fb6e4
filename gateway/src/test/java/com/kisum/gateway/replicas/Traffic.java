package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.replicas.Truth.Person;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Someone who asks one replica again and again. What matters is when a request began: then it was the gateway's turn to know. */
final class Traffic implements AutoCloseable {
    private static final int MORE = 30;
    /** Of those that wait for someone who hangs. */
    private static final int FEW = 4;

    private static final Duration POLLED = Duration.ofMillis(5);

    private final Replica replica;
    private final Person person;
    private final String method;
    private final String path;
    private final Queue<Told> answers = new ConcurrentLinkedQueue<>();
    private final List<Thread> askers = new ArrayList<>();
    private volatile boolean over;

    private Traffic(Replica replica, Person person, String method, String path) {
        this.replica = replica;
        this.person = person;
        this.method = method;
        this.path = path;
    }

    static Traffic of(Replica replica, Person person) {
        return of(replica, person, "GET", "/events/1");
    }

    static Traffic of(Replica replica, Person person, String method, String path) {
        Traffic traffic = new Traffic(replica, person, method, path);
        for (int i = 0; i < 2; i++) {
            traffic.askers.add(Thread.ofVirtual().start(traffic::ask));
        }
        traffic.awaitMore();
        return traffic;
    }

    private void ask() {
        while (!over) {
            answers.add(replica.ask(person, method, path));
        }
    }

    List<Told> answers() {
        return List.copyOf(answers);
    }

    /** Answers to requests that begin from now on. */
    void awaitMore() {
        awaitMore(MORE, System.nanoTime());
    }

    /** As {@link #awaitMore}, where each answer takes its time. */
    void awaitSomeSince(long nanos) {
        awaitMore(FEW, nanos);
    }

    private void awaitMore(int more, long since) {
        await().atMost(TwoReplicas.PATIENCE).pollDelay(Duration.ZERO).pollInterval(POLLED)
                .until(() -> answers.stream().filter(told -> told.begun() - since > 0).count() >= more);
    }

    /** Until a request that began later than that was answered. */
    void awaitBegunAfter(long nanos) {
        await().atMost(TwoReplicas.PATIENCE).pollInterval(Duration.ofMillis(10))
                .until(() -> answers.stream().anyMatch(told -> told.begun() - nanos > 0));
    }

    /** The first of this kind. */
    Told awaitFirst(String answer) {
        await().atMost(TwoReplicas.PATIENCE).pollDelay(Duration.ZERO).pollInterval(POLLED)
                .until(() -> answers.stream().anyMatch(told -> told.answer().equals(answer)));
        return answers.stream().filter(told -> told.answer().equals(answer)).findFirst().orElseThrow();
    }

    /** Denied once, denied for good. */
    Told awaitEnforced(String answer) {
        Told first = awaitFirst(answer);
        awaitMore();
        noneAllowedAfter(first.ended());
        return first;
    }

    void noneAllowedAfter(long nanos) {
        assertThat(answers()).filteredOn(told -> told.begun() - nanos > 0).noneMatch(Told::isAllowed);
    }

    void allWere(String answer) {
        assertThat(answers()).extracting(Told::answer).containsOnly(answer);
    }

    @Override
    public void close() {
        over = true;
        for (Thread asker : askers) {
            try {
                asker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
