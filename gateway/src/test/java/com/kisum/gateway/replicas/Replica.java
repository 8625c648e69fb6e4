package com.kisum.gateway.replicas;

import com.kisum.gateway.GatewayApplication;
import com.kisum.gateway.access.AccessLookup;
import com.kisum.gateway.replicas.Truth.Person;
import com.kisum.gateway.route.Policies;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Meter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** One gateway of several, as it is deployed, and a client of it. */
final class Replica implements AutoCloseable {
    static final String SECRET = "known-to-auth-and-core";
    private static final String NOWHERE = "http://127.0.0.1:1";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern CODE = Pattern.compile("\"code\":\"([A-Z_]+)\"");

    final Neighbours neighbours;
    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE).build();

    private Replica(Neighbours neighbours, ConfigurableApplicationContext context) {
        this.neighbours = neighbours;
        this.context = context;
    }

    /**
     * @param redis as {@code gateway.redis.uri} says it
     */
    static Replica start(Truth truth, String backend, Path routes, String redis, List<String> settings) {
        Neighbours neighbours = new Neighbours(truth.ports());
        List<String> arguments = new ArrayList<>(List.of("--logging.config=classpath:replicas/logback-quiet.xml",
                "--server.port=0", "--management.server.port=0",
                "--gateway.routes=" + routes, "--gateway.environment[BACKEND_URL]=" + backend,
                "--gateway.auth.url=" + NOWHERE, "--gateway.auth.issuer=auth", "--gateway.auth.audience=kisum",
                "--gateway.auth.database.name=none", "--gateway.auth.database.user=nobody",
                "--gateway.auth.database.password=none", "--gateway.core.url=" + NOWHERE,
                "--gateway.core.secret=none", "--gateway.manage.secret=" + SECRET, "--gateway.redis.uri=" + redis));
        arguments.addAll(settings);
        return new Replica(neighbours, new SpringApplicationBuilder(GatewayApplication.class)
                .initializers(context -> neighbours.putInto((GenericApplicationContext) context))
                .run(arguments.toArray(String[]::new)));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    double measured(String meter) {
        Meter found = bean(MeterRegistry.class).get(meter).meter();
        return found.measure().iterator().next().getValue();
    }

    int port() {
        return portOf("local.server.port");
    }

    int managementPort() {
        return portOf("local.management.port");
    }

    /** As a request asks once its token was read, without its HTTP. */
    Mono<AccessLookup.Found> access(Person person) {
        return bean(AccessLookup.class).of(HeldHere.bearer(person), person.company(), true,
                bean(Policies.class).get().table().vocabulary(), Duration.ZERO);
    }

    Told get(Person person, String path) {
        return ask(person, "GET", path);
    }

    Told ask(Person person, String method, String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("Authorization", "Bearer " + person.token()).header("x-org", person.company().value())
                .method(method, BodyPublishers.noBody()));
    }

    /** At the management port, as Auth and Core do it. */
    Told announce(String change) {
        return announce(change, SECRET);
    }

    /**
     * @param secret or nothing, without a word about who asks
     */
    Told announce(String change, @Nullable String secret) {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + managementPort() + "/internal/access/changes"))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(change));
        return send(secret == null ? request : request.header("Authorization", "Bearer " + secret));
    }

    private Told send(HttpRequest.Builder request) {
        long begun = System.nanoTime();
        try {
            HttpResponse<String> answer = client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
            Matcher code = CODE.matcher(answer.body());
            return new Told(answer.statusCode(), code.find() ? code.group(1) : "",
                    answer.headers().firstValue("Retry-After").orElse(null), answer.body(), begun, System.nanoTime());
        } catch (IOException e) {
            throw new AssertionError("no answer at all", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private int portOf(String property) {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty(property));
    }

    @Override
    public void close() {
        client.shutdownNow();
        context.close();
    }
}
