package com.kisum.bench.access;

import com.kisum.sandbox.Platform;
import com.kisum.sandbox.Ports;
import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.run.Parts;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long is a change not enforced yet? Two gateways on one Redis, the sandbox's Auth and Core, everybody at work; permissions are revoked
 * and granted again in turns, announced to the one or the other, and both are watched.
 */
final class Change {
    private static final List<Right> RIGHTS = List.of(new Right("finance.expenses.read", "/api/finance/expenses/7"),
            new Right("promoter.events.read", "/api/promoter/events/7"));
    private static final int PER_SECOND = 200;
    private static final int MOST_MILLIS = 100;
    private static final int WARM_UP = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PrintStream out;
    private final Millis announcedHere = new Millis();
    private final Millis announcedElsewhere = new Millis();
    private final Millis revoked = new Millis();
    private final Millis all = new Millis();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();

    /** A permission, and what nobody may ask for without it. */
    private record Right(String permission, String path) {}

    private final LongAdder unanswered = new LongAdder();

    Change(PrintStream out) {
        this.out = out;
    }

    /** Whether the bar is met. */
    boolean measure(Path jar, Path routes, Path work, int changes) throws Exception {
        // Whatever ends this, Ctrl-C too, ends all that was started.
        Parts parts = new Parts();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("bench-end").unstarted(parts::close));
        Ports ports = Ports.free();
        Platform platform = parts.add(Platform.start(ports, work.resolve("data"), (what, where) -> {}));
        Replica one = parts.add(Replica.start("one", platform, jar, routes, work));
        Replica other = parts.add(Replica.start("other", platform, jar, routes, work));
        one.awaitReady(client);
        other.awaitReady(client);
        return measure(ports, List.of(one, other), changes);
    }

    private boolean measure(Ports ports, List<Replica> replicas, int changes) throws Exception {
        Person cleo = Person.login(client, ports, "cleo@acme.test", "acme");
        List<HttpRequest> others = others(ports, replicas);
        for (HttpRequest request : others) {
            awaitAllowed(request);
        }
        for (Replica replica : replicas) {
            awaitAllowed(cleo.asking(replica, RIGHTS.getFirst().path()));
        }
        try (Courier courier = new Courier(ports.of(Place.MANAGEMENT), client, replicas.getFirst());
                WarmLoad load = new WarmLoad(client, others, PER_SECOND);
                ExecutorService watching = Executors.newFixedThreadPool(replicas.size())) {
            for (int i = 0; i < WARM_UP + changes; i++) {
                if (i == WARM_UP) {
                    load.counts();
                }
                // Taken away and given back, the one right and the other; then the same by the other replica.
                Right right = RIGHTS.get(i / 2 % 2);
                Replica by = replicas.get(i / 4 % 2);
                change(cleo, right, i % 2 == 1, by, replicas, courier, watching, i >= WARM_UP);
            }
            return report(changes, load);
        }
    }

    private void change(Person person, Right right, boolean granting, Replica by, List<Replica> replicas,
            Courier courier,
            ExecutorService watching, boolean counts) throws Exception {
        courier.to(by);
        List<Future<Long>> enforced = new ArrayList<>();
        for (Replica replica : replicas) {
            Watcher watcher = new Watcher(client, person.asking(replica, right.path()), granting ? 200 : 403,
                    counts ? unanswered : new LongAdder());
            enforced.add(watching.submit(watcher::enforcedAt));
        }
        person.permit(client, right.permission(), granting);
        long announced = courier.accepted();
        for (int i = 0; i < replicas.size(); i++) {
            long took = Math.max(0, enforced.get(i).get(PATIENCE.toSeconds(), TimeUnit.SECONDS) - announced);
            if (counts) {
                all.add(took);
                (replicas.get(i) == by ? announcedHere : announcedElsewhere).add(took);
                if (!granting) {
                    revoked.add(took);
                }
            }
        }
    }

    /** The first requests of a cold JVM on a busy machine may be answered 503. */
    private void awaitAllowed(HttpRequest request) throws Exception {
        long begun = System.nanoTime();
        while (client.send(request, BodyHandlers.discarding()).statusCode() != 200) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException(request.uri() + " is not allowed");
            }
        }
    }

    private static List<HttpRequest> others(Ports ports, List<Replica> replicas) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        Person vera = Person.login(client, ports, "vera@lumen.test", "lumen");
        Person gus = Person.login(client, ports, "gus@gracia.test", "gracia");
        Person adaAtLumen = Person.login(client, ports, "ada@acme.test", "lumen");
        List<HttpRequest> requests = new ArrayList<>();
        for (Replica replica : replicas) {
            requests.add(vera.asking(replica, "/api/venue/details"));
            requests.add(gus.asking(replica, "/api/promoter/events/1"));
            requests.add(adaAtLumen.asking(replica, "/api/venue/details"));
        }
        return requests;
    }

    private boolean report(int changes, WarmLoad load) {
        boolean met = all.percentile(99) <= MOST_MILLIS && load.wrong() == 0;
        out.printf("%,d changes, two replicas; %s; %d requests of the watchers answered 503%n%n", changes,
                load.summary(),
                unanswered.sum());
        out.printf(
                "| ms from the announcement's sending until no request that begins is decided the old way | count | p50 | p99 | max |%n");
        out.printf("|---|---:|---:|---:|---:|%n");
        out.println(announcedHere.row("at the replica that it was announced to"));
        out.println(announcedElsewhere.row("at the other"));
        out.println(revoked.row("revocations alone, at both"));
        out.println(all.row("all"));
        out.printf("%nthe bar, p99 of all: %.1f ms, at most %d: %s%n", all.percentile(99), MOST_MILLIS,
                met ? "met" : "missed");
        return met;
    }
}
