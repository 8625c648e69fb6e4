package com.kisum.bench.traffic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What does a request cost each gateway, beside the others? Each is warmed until it stops getting cheaper, then they take
 * turns, so that a busy minute of the machine is everybody's. Ratios are taken within a turn, and then their median.
 */
final class Comparison {
    private static final int CONNECTIONS = 64;
    private static final String PATH = "/api/finance/expenses/7";
    private static final String OURS = "ours";
    private static final String PLAIN = "plain";
    private static final Duration WARM_BURST = Duration.ofSeconds(3);
    /** Cheaper by less than this is not cheaper; and warm is who did not get cheaper for so many bursts. */
    private static final double STEP = 0.98;
    private static final int CALM_BURSTS = 3;
    private static final int MOST_WARM_BURSTS = 20;
    /**
     * While the others are warmed, one's connections to the backend end, and what it holds gets old: the first request afterwards goes
     * where the compiler had not seen any go, which throws compiled code away. Warm is who has been through that, too.
     */
    private static final int WARM_PASSES = 2;

    private final int rounds;
    private final Duration length;
    private final List<Proxy> proxies;
    private final String token;
    private final Map<Proxy, List<Burst>> bursts = new LinkedHashMap<>();

    /**
     * @param token of somebody who may read what is asked for
     */
    Comparison(String token, int rounds, int seconds, List<Proxy> proxies) {
        this.rounds = rounds;
        this.length = Duration.ofSeconds(seconds);
        this.proxies = List.copyOf(proxies);
        this.token = token;
        proxies.forEach(proxy -> bursts.put(proxy, new ArrayList<>()));
    }

    /** The process's exit code: 1 when the numbers cannot be used, or ours is dearer than the plain one. */
    int run() throws Exception {
        if (!everyoneAnswers()) {
            return 1;
        }
        try (Load load = new Load(CONNECTIONS, request())) {
            for (int pass = 1; pass <= WARM_PASSES; pass++) {
                for (Proxy proxy : proxies) {
                    warm(load, proxy);
                }
            }
            for (int round = 1; round <= rounds; round++) {
                System.err.println("round " + round + " of " + rounds);
                for (int turn = 0; turn < proxies.size(); turn++) {
                    // Whoever begins changes with every round, so that nobody always runs behind the same neighbour.
                    measure(load, proxies.get((round + turn) % proxies.size()));
                }
            }
        }
        return report();
    }

    private boolean everyoneAnswers() throws IOException, InterruptedException {
        boolean all = true;
        for (Proxy proxy : proxies) {
            HttpResponse<String> answer = got(proxy.port(), PATH, token);
            int stranger = got(proxy.port(), PATH, "").statusCode();
            int expected = proxy.name().equals(PLAIN) ? 200 : 401;
            if (answer.statusCode() != 200 || answer.body().length() != Backend.BODY_BYTES || stranger != expected) {
                System.err.printf("%s answers %d with a token and %d without, instead of 200 and %d%n", proxy.name(),
                        answer.statusCode(),
                        stranger, expected);
                all = false;
            }
        }
        return all;
    }

    private static HttpResponse<String> got(int port, String path, String token)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(10)).header("x-org", "acme");
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** The same bytes for everyone, whether or not they look at the token. */
    private String request() {
        return "GET " + PATH
                + " HTTP/1.1\r\nHost: bench\r\nAccept: application/json\r\nUser-Agent: bench\r\nx-org: acme\r\n"
                + "Authorization: Bearer " + token + "\r\n\r\n";
    }

    private static void warm(Load load, Proxy proxy) throws Exception {
        double best = Double.MAX_VALUE;
        int calm = 0;
        int count = 0;
        while (calm < CALM_BURSTS && count < MOST_WARM_BURSTS) {
            double cost = load.burst(proxy, WARM_BURST).cpuMicrosPerRequest();
            calm = cost < best * STEP ? 0 : calm + 1;
            best = Math.min(best, cost);
            count++;
        }
        System.err.printf("%s is %s after %d bursts, at %.1f us per request%n", proxy.name(),
                calm < CALM_BURSTS ? "as warm as we wait for" : "warm", count, best);
    }

    private void measure(Load load, Proxy proxy) throws Exception {
        Burst burst = load.burst(proxy, length);
        burstsOf(proxy).add(burst);
        System.err.printf("  %-8s %6.1f us/request %8.0f/s  p50 %.2f ms  p99 %.2f ms  failures %d%n", proxy.name(),
                burst.cpuMicrosPerRequest(), burst.perSecond(), burst.p50Millis(), burst.p99Millis(), burst.failures());
    }

    private int report() {
        Proxy reference = named(OURS) == null ? proxies.getFirst() : named(OURS);
        System.out.printf("%n| gateway | CPU us per request | requests/s | p50 ms | p99 ms | CPU beside %s |%n",
                reference.name());
        System.out.println("|---|---:|---:|---:|---:|---:|");
        for (Proxy proxy : proxies) {
            System.out.printf("| %s | %s | %s | %s | %s | %s |%n", proxy.name(),
                    of(proxy, Burst::cpuMicrosPerRequest).text(1),
                    of(proxy, Burst::perSecond).text(0), of(proxy, Burst::p50Millis).text(2),
                    of(proxy, Burst::p99Millis).text(2),
                    ratio(proxy, reference).text(2));
        }
        System.out.println();
        long failures = bursts.values().stream().flatMap(List::stream).mapToLong(Burst::failures).sum();
        if (failures > 0) {
            System.out.println(failures + " answers were not the backend's 200: these numbers say nothing");
            return 1;
        }
        return judged();
    }

    private int judged() {
        Proxy ours = named(OURS);
        Proxy plain = named(PLAIN);
        if (ours == null || plain == null) {
            System.out.println("the bar (ours no dearer than plain): not measured");
            return 0;
        }
        Spread ratio = ratio(ours, plain);
        boolean met = ratio.median() <= 1;
        System.out.println("the bar (ours no dearer than plain): " + ratio.text(2) + (met ? ", met" : ", missed"));
        return met ? 0 : 1;
    }

    private List<Burst> burstsOf(Proxy proxy) {
        return Objects.requireNonNull(bursts.get(proxy), "everyone has a list from the beginning");
    }

    private Spread of(Proxy proxy, ToDoubleFunction<Burst> measure) {
        return Spread.of(burstsOf(proxy).stream().mapToDouble(measure).toArray());
    }

    private Spread ratio(Proxy proxy, Proxy reference) {
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            ratios[round] = burstsOf(proxy).get(round).cpuMicrosPerRequest()
                    / burstsOf(reference).get(round).cpuMicrosPerRequest();
        }
        return Spread.of(ratios);
    }

    private @Nullable Proxy named(String name) {
        return proxies.stream().filter(proxy -> proxy.name().equals(name)).findFirst().orElse(null);
    }
}
