package com.kisum.gateway.outage;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.kisum.auth.AuthDatabase;
import com.kisum.auth.TokenMint;
import com.kisum.gateway.GatewayApplication;
import com.kisum.gateway.LastingLoops;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The application with its real adapters, Auth's tables in a real PostgreSQL, and WireMock for what Auth and Core say over HTTP.
 * Nothing is held of a newcomer, so that each test asks Auth and Core anew.
 */
final class OutageWorld implements AutoCloseable {
    private static final String CORE_ANSWER = """
            {"companyId":"%s","entitlementVersion":17,
             "basic":{"package":"basic_promoter","status":"active","startsAt":null,"endsAt":null,"modules":["promoter"]},
             "addons":[{"addon":"finance","status":"active","startsAt":null,"endsAt":null,"modules":["finance"]}],
             "enabledModules":["promoter","finance"]}
            """;
    static final String JWKS = "/.well-known/jwks.json";

    private static final Pattern CODE = Pattern.compile("\"code\" *: *\"([A-Z_]+)\"");
    private static final Duration HEALED_WITHIN = Duration.ofSeconds(10);

    private final AtomicInteger people = new AtomicInteger();
    private final TokenMint keys = TokenMint.of("k1");
    private final WireMockServer auth = server();
    private final WireMockServer core = server();
    private final WireMockServer backend = server();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ConfigurableApplicationContext gateway;

    /** What a client was told; {@code code} is empty where the answer is the backend's. */
    record Told(int status, String code, @Nullable String retryAfter) {
        static final Told ACCESS_UNAVAILABLE = new Told(503, "ACCESS_UNAVAILABLE", "1");
        static final Told KEYS_UNAVAILABLE = new Told(503, "KEYS_UNAVAILABLE", "1");
        static final Told FROM_THE_BACKEND = new Told(200, "", null);

        static Told refused(int status, String code) {
            return new Told(status, code, null);
        }
    }

    private OutageWorld(boolean composed, String... settings) {
        AuthDatabase.clear();
        backend.stubFor(any(anyUrl()).willReturn(aResponse()));
        authIsWell();
        List<String> arguments = new ArrayList<>(List.of("--logging.config=classpath:logback-spring.xml",
                "--server.port=0", "--management.server.port=0",
                "--gateway.routes=" + file("outage/routes.yml"),
                "--gateway.environment[BACKEND_URL]=" + backend.baseUrl(), "--gateway.auth.url=" + auth.baseUrl(),
                "--gateway.auth.issuer=" + TokenMint.ISSUER, "--gateway.auth.audience=" + TokenMint.AUDIENCE,
                "--gateway.auth.database.port=" + AuthDatabase.port(), "--gateway.auth.database.name=postgres",
                "--gateway.auth.database.user=postgres", "--gateway.auth.database.password=postgres"));
        arguments.addAll(composed
                ? List.of("--gateway.core.url=" + core.baseUrl(), "--gateway.core.secret=known-to-both",
                        "--gateway.core.timeout=1s")
                : List.of("--gateway.access.source=aggregated", "--gateway.access.timeout=1s"));
        arguments.addAll(List.of(settings));
        gateway = new SpringApplicationBuilder(GatewayApplication.class)
                .initializers(context -> LastingLoops.putInto((GenericApplicationContext) context))
                .run(arguments.toArray(String[]::new));
    }

    /** Someone with a login, and a company of their own. */
    record Person(String user, String company) {}

    /** A member with everything, in a company of which nobody has heard before. */
    Person newcomer() {
        Person person = stranger();
        String membership = "m-" + person.user();
        AuthDatabase.membership(membership, person.company(), person.user(), "active", 4);
        List.of("promoter", "finance").forEach(module -> AuthDatabase.module(membership, module));
        List.of("promoter.*", "finance.*").forEach(grant -> AuthDatabase.permission(membership, grant));
        return person;
    }

    /** Someone who is a member nowhere. */
    Person stranger() {
        int number = people.incrementAndGet();
        String user = "u" + number;
        AuthDatabase.user(user, "active", 1);
        AuthDatabase.session("s-" + user, user, "now() + interval '1 hour'", "null");
        return new Person(user, "c" + number);
    }

    static OutageWorld composed(String... settings) {
        return new OutageWorld(true, settings);
    }

    /** Without a word about Core. */
    static OutageWorld aggregated(String... settings) {
        return new OutageWorld(false, settings);
    }

    private static Path file(String resource) {
        try {
            return Path.of(Objects.requireNonNull(OutageWorld.class.getResource("/" + resource)).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static WireMockServer server() {
        WireMockServer server = new WireMockServer(
                wireMockConfig().dynamicPort().bindAddress("127.0.0.1").containerThreads(32));
        server.start();
        return server;
    }

    WireMockServer auth() {
        return auth;
    }

    WireMockServer core() {
        return core;
    }

    WireMockServer backend() {
        return backend;
    }

    /** Auth's keys are there. */
    void authIsWell() {
        auth.resetMappings();
        auth.stubFor(get(JWKS).willReturn(okJson(keys.jwks())));
    }

    /** What Core says of their company; and at the place to which nobody should follow it. */
    void coreIsWell(Person person) {
        core.resetMappings();
        core.stubFor(get(entitlements(person)).willReturn(okJson(CORE_ANSWER.formatted(person.company()))));
        core.stubFor(get("/moved").willReturn(okJson(CORE_ANSWER.formatted(person.company()))));
    }

    static String entitlements(Person person) {
        return "/internal/companies/" + person.company() + "/entitlements";
    }

    String tokenOf(Person person) {
        return tokenOf(person, keys);
    }

    String tokenOf(Person person, String session) {
        return token(person.user(), session, keys);
    }

    static String tokenOf(Person person, TokenMint by) {
        return token(person.user(), "s-" + person.user(), by);
    }

    private static String token(String user, String session, TokenMint by) {
        long now = Instant.now().getEpochSecond();
        return by.token(Map.of("sub", "\"" + user + "\"", "sessionId", "\"" + session + "\"", "tokenVersion", "1",
                "nbf", Long.toString(now - 10), "exp", Long.toString(now + 900)));
    }

    Told ask(Person person, String path) {
        return askWith(tokenOf(person), person.company(), path);
    }

    Told askWith(String token, String company, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("Authorization", "Bearer " + token).header("x-org", company).timeout(Duration.ofSeconds(20))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            Matcher code = CODE.matcher(answer.body());
            return new Told(answer.statusCode(), code.find() ? code.group(1) : "",
                    answer.headers().firstValue("Retry-After").orElse(null));
        } catch (IOException e) {
            throw new AssertionError("no answer at all", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private int port() {
        return Integer.parseInt(gateway.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** Asks again and again until it is so: breakers rest for a moment before they believe that all is well. */
    static void becomes(Callable<Told> asking, Told expected) {
        Mono<Told> last = Flux.interval(Duration.ZERO, Duration.ofMillis(100)).onBackpressureDrop()
                .concatMap(_ -> Mono.fromCallable(asking).subscribeOn(Schedulers.boundedElastic()), 1)
                .takeUntil(expected::equals).take(HEALED_WITHIN).last();
        assertThat(last.block()).isEqualTo(expected);
    }

    @Override
    public void close() {
        client.shutdownNow();
        gateway.close();
        List.of(auth, core, backend).forEach(WireMockServer::stop);
    }
}
