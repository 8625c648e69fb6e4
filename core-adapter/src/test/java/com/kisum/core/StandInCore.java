package com.kisum.core;

import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** What does the adapter see of Core? A real HTTP server that writes entitlements as section 4 of the design has them. */
final class StandInCore implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(10);

    private final Map<String, String> documents = new ConcurrentHashMap<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private DisposableServer running;

    private StandInCore(HttpServer server) {
        this.server = server.host("127.0.0.1").handle(this::answer);
        this.running = this.server.port(0).bindNow(START);
    }

    static StandInCore plain() {
        return new StandInCore(HttpServer.create());
    }

    static StandInCore secured(SslContext context) {
        return new StandInCore(HttpServer.create().secure(tls -> tls.sslContext(context)));
    }

    int port() {
        return running.port();
    }

    void knows(Entitlements entitlements) {
        documents.put("/internal/companies/" + entitlements.company() + "/entitlements", json(entitlements));
    }

    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    void stop() {
        running.disposeNow(START);
    }

    void startAgain() {
        running = server.port(running.port()).bindNow(START);
    }

    @Override
    public void close() {
        stop();
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        authorizations.add(String.valueOf(request.requestHeaders().get("Authorization")));
        String document = documents.get(request.uri());
        return document == null || !request.method().name().equals("GET")
                ? response.status(404).send()
                : response.header("Content-Type", "application/json").sendString(Mono.just(document)).then();
    }

    static String json(Entitlements entitlements) {
        Subscription base = entitlements.base();
        return """
                {"companyId":"%s","entitlementVersion":%d,"basic":%s,"addons":[%s]}
                """.formatted(entitlements.company(), entitlements.version(), base == null ? "null" : json(base),
                entitlements.addons().stream().map(StandInCore::json).collect(Collectors.joining(",")));
    }

    private static String json(Subscription subscription) {
        return """
                {"package":"some_package","status":"%s","startsAt":%s,"endsAt":%s,"modules":[%s]}
                """.formatted(subscription.status().name().toLowerCase(Locale.ROOT), json(subscription.startsAt()),
                json(subscription.endsAt()),
                subscription.modules().stream().map(ModuleKey::value).map(key -> '"' + key + '"')
                        .collect(Collectors.joining(",")));
    }

    private static String json(@Nullable Instant date) {
        return date == null ? "null" : '"' + date.toString() + '"';
    }
}
