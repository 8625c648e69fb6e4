package com.kisum.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.GatewayApplication;
import com.kisum.gateway.manage.RedisHealth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Flux;
import redis.embedded.RedisServer;

/** When does the gateway say that it is ready? After the first calls, whatever came of them, and whatever Redis does. */
final class ReadinessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Executor THREADS = work -> Thread.ofPlatform().daemon().start(work);

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static ConfigurableApplicationContext start(int database, int redis, int management, String patience) {
        return new SpringApplicationBuilder(GatewayApplication.class).run(
                "--logging.config=classpath:logback-spring.xml", "--server.port=0",
                "--management.server.port=" + management, "--gateway.routes=" + routes(),
                "--gateway.environment[BACKEND_URL]=http://127.0.0.1:1", "--gateway.auth.url=http://127.0.0.1:1",
                "--gateway.auth.issuer=auth", "--gateway.auth.audience=kisum", "--gateway.auth.database.name=auth",
                "--gateway.auth.database.user=gateway", "--gateway.auth.database.password=x",
                "--gateway.auth.database.port=" + database, "--gateway.core.url=http://127.0.0.1:1",
                "--gateway.core.secret=x", "--gateway.redis.uri=redis://127.0.0.1:" + redis,
                "--gateway.start.patience=" + patience, "--gateway.manage.secret=known-to-operators");
    }

    private static int managementPort(ConfigurableApplicationContext gateway) {
        return Integer.parseInt(gateway.getEnvironment().getRequiredProperty("local.management.port"));
    }

    private static Path routes() {
        try {
            return Path.of(Objects.requireNonNull(ReadinessTest.class.getResource("/outage/routes.yml")).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private HttpResponse<String> health(int port, String path, String secret) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health" + path))
                .header("Authorization", "Bearer " + secret).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    private static boolean tells(RedisHealth redis) {
        return redis.health().getStatus().equals(Status.UP);
    }

    private static void becomes(BooleanSupplier state) {
        assertThat(Flux.interval(Duration.ofMillis(50)).map(_ -> state.getAsBoolean()).filter(held -> held)
                .blockFirst(PATIENCE)).isTrue();
    }

    @Test
    void readyOnlyOnceTheNeighboursWereAskedAndAliveBefore() throws Exception {
        int management = freePort();
        CountDownLatch asked = new CountDownLatch(1);
        ServerSocket database = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        CompletableFuture<Socket> accepted = CompletableFuture.supplyAsync(() -> accept(database, asked), THREADS);
        CompletableFuture<ConfigurableApplicationContext> starting = CompletableFuture
                .supplyAsync(() -> start(database.getLocalPort(), 1, management, "1m"), THREADS);
        assertThat(asked.await(30, TimeUnit.SECONDS)).as("the database was asked").isTrue();
        assertThat(health(management, "/liveness", "").statusCode()).isEqualTo(200);
        assertThat(health(management, "/readiness", "").statusCode()).isEqualTo(503);
        database.close();
        accepted.get(10, TimeUnit.SECONDS).close();
        try (ConfigurableApplicationContext gateway = starting.get(30, TimeUnit.SECONDS)) {
            assertThat(health(managementPort(gateway), "/readiness", "").statusCode()).isEqualTo(200);
            client.shutdownNow();
        }
    }

    private static Socket accept(ServerSocket database, CountDownLatch asked) {
        try {
            Socket socket = database.accept();
            asked.countDown();
            return socket;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readyAllTheSameWhenANeighbourSaysNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ConfigurableApplicationContext gateway = start(silent.getLocalPort(), silent.getLocalPort(), 0,
                        "300ms")) {
            assertThat(health(managementPort(gateway), "/readiness", "").statusCode()).isEqualTo(200);
            client.shutdownNow();
        }
    }

    @Test
    void redisIsShownToThoseWhoKnowTheSecretAndHoldsNobodyUp() throws Exception {
        int port = freePort();
        try (ConfigurableApplicationContext gateway = start(1, port, 0, "1s")) {
            RedisHealth redis = gateway.getBean(RedisHealth.class);
            int management = managementPort(gateway);
            assertThat(tells(redis)).isFalse();
            assertThat(health(management, "/readiness", "").statusCode()).isEqualTo(200);
            assertThat(health(management, "", "").body())
                    .isEqualTo("{\"groups\":[\"details\",\"liveness\",\"readiness\"],\"status\":\"UP\"}");
            assertThat(health(management, "/details", "").statusCode()).isEqualTo(401);
            assertThat(health(management, "/redis", "").statusCode()).isEqualTo(401);
            HttpResponse<String> details = health(management, "/details", "known-to-operators");
            assertThat(details.statusCode()).isEqualTo(200);
            assertThat(details.body()).contains("\"redis\"", "tried again and again");

            RedisServer server = new RedisServer(port);
            server.start();
            try {
                becomes(() -> tells(redis));
                assertThat(health(management, "/details", "known-to-operators").body())
                        .contains("ms ago");
            } finally {
                server.stop();
            }
            becomes(() -> !tells(redis));
            server.start();
            try {
                becomes(() -> tells(redis));
            } finally {
                server.stop();
            }
            client.shutdownNow();
        }
    }
}
