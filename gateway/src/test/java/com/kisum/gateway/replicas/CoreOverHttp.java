package com.kisum.gateway.replicas;

import com.kisum.core.EntitlementAnswer;
import com.kisum.core.EntitlementSource;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** What does one replica hear of Core over a real wire? What its port would say, in the words of Core; each request is one question. */
final class CoreOverHttp implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final EntitlementSource core;

    CoreOverHttp(EntitlementSource core) {
        this.core = core;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/internal/companies/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            CompanyId company = new CompanyId(Path.of(exchange.getRequestURI().getPath()).getName(2).toString());
            if (core.entitlementsOf(company).block(PATIENCE) instanceof EntitlementAnswer.Known(Entitlements bought)) {
                byte[] said = said(bought).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, said.length);
                exchange.getResponseBody().write(said);
            } else {
                exchange.sendResponseHeaders(503, -1);
            }
        }
    }

    private static String said(Entitlements bought) {
        Subscription base = bought.base();
        return "{\"companyId\":\"%s\",\"entitlementVersion\":%d,\"basic\":%s,\"addons\":[],\"enabledModules\":[]}"
                .formatted(bought.company(), bought.version(), base == null ? "null" : said(base));
    }

    private static String said(Subscription base) {
        return "{\"package\":\"basic\",\"status\":\"%s\",\"startsAt\":null,\"endsAt\":null,\"modules\":[%s]}".formatted(
                base.status().name().toLowerCase(Locale.ROOT),
                base.modules().stream().map(ModuleKey::value).map("\"%s\""::formatted)
                        .collect(Collectors.joining(",")));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
