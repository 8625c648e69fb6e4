package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.sandbox.Asking.Reply;
import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.auth.People;
import com.kisum.sandbox.run.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Everything that the sandbox starts, the gateway included, on free ports; and what a client is told there. */
final class WholePlatform implements AutoCloseable {
    private static final Path DATA = Path.of("target", "whole-data");
    /** Section 8: all is healed ten seconds after a fault ends. */
    private static final Duration HEALED_WITHIN = Duration.ofSeconds(10);

    private final Platform platform;
    private final Gateway gateway;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    private WholePlatform(Platform platform, Gateway gateway) {
        this.platform = platform;
        this.gateway = gateway;
    }

    static WholePlatform start() throws Exception {
        Platform platform = Platform.start(Ports.free(), DATA, Progress.SILENT);
        return new WholePlatform(platform, Gateway.start(platform, routes()));
    }

    static Path routes() {
        return Path.of(System.getProperty("project.dir"), "routes.yml");
    }

    Asking at(Place place) {
        return Asking.at(platform, place);
    }

    /**
     * Status and code, like {@code 403 PERMISSION_MISSING}; the status alone where a backend answered.
     *
     * @param who a person's name, or {@code nobody}
     * @param company what {@code x-org} says, or {@code -} for none
     */
    String told(String who, String company, String method, String path) throws Exception {
        return told(who.equals("nobody") ? "" : token(who), at(Place.GATEWAY), company, method, path);
    }

    String toldWith(String token, String company, String method, String path) throws Exception {
        return told(token, at(Place.GATEWAY), company, method, path);
    }

    private static String told(String token, Asking asking, String company, String method, String path)
            throws Exception {
        Asking bearing = token.isEmpty() ? asking : asking.bearing(token);
        Reply reply = (company.equals("-") ? bearing : bearing.with("x-org", company)).send(method, path, Map.of());
        String code = reply.body().contains("\"urn:kisum:problem:") ? " " + reply.text("code") : "";
        return reply.status() + code;
    }

    /** Asks again and again until it is so: a breaker rests for a moment before it believes that all is well. */
    static void becomes(Callable<String> asking, String expected) {
        becomes(asking, expected, HEALED_WITHIN);
    }

    static void becomes(Callable<String> asking, String expected, Duration within) {
        assertThat(Flux.interval(Duration.ZERO, Duration.ofMillis(50)).onBackpressureDrop()
                .concatMap(_ -> Mono.fromCallable(asking).subscribeOn(Schedulers.boundedElastic()), 1)
                .takeUntil(expected::equals).take(within).blockLast()).isEqualTo(expected);
    }

    /** Of one login for all tests, since Auth's hash is slow on purpose. */
    String token(String who) throws Exception {
        String known = tokens.get(who);
        if (known == null) {
            known = login(who);
            tokens.put(who, known);
        }
        return known;
    }

    /** Their session has ended, so that the next request logs in anew. */
    void forget(String who) {
        tokens.remove(who);
    }

    /** A session of its own. */
    String login(String who) throws Exception {
        String email = People.all().stream().filter(person -> person.id().equals("u-" + who)).findFirst()
                .orElseThrow().email();
        return at(Place.AUTH).send("POST", "/auth/login", Map.of("email", email, "password", People.PASSWORD))
                .text("accessToken");
    }

    @Override
    public void close() {
        gateway.close();
        platform.close();
    }
}
